namespace Lake.Redshift;

/// <summary>The result of a statement.</summary>
/// <param name="Rows">Rows of its result, or rows that it wrote or changed.</param>
/// <param name="Bytes">The bytes of the result; 0 when there is none.</param>
/// <param name="HasResultSet">Whether there is a result, even one without rows.</param>
public sealed record RedshiftResult(long Rows, long Bytes, bool HasResultSet);
