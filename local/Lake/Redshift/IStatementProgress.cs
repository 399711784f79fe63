namespace Lake.Redshift;

/// <summary>Hears how the statements of a transaction get on.</summary>
public interface IStatementProgress
{
    void Started(int statement);

    void Ended(int statement, RedshiftResult result);

    /// <summary>The path for a statement's result, should it have one.</summary>
    string ResultFile(int statement);
}
