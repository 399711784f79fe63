namespace Lake.Redshift;

/// <summary>What a statement came to.</summary>
/// <param name="Rows">Rows of its result, or rows that it wrote or changed.</param>
/// <param name="Bytes">Of the result; 0: it has none.</param>
/// <param name="HasResultSet">Whether there is a result, be it without rows.</param>
public sealed record RedshiftResult(long Rows, long Bytes, bool HasResultSet);
