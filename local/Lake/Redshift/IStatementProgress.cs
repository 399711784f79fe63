namespace Lake.Redshift;

/// <summary>Hears how the statements of a transaction get on.</summary>
public interface IStatementProgress
{
    void Started(int statement);

    void Ended(int statement, RedshiftResult result);

    /// <summary>Where a statement's result is written, should it have one.</summary>
    string ResultFile(int statement);
}
