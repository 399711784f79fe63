namespace Lake.Athena;

/// <summary>Ends a query that DuckDB would not have failed.</summary>
internal sealed class QueryFailedException(AthenaError error, long bytesScanned) : Exception(error.Text)
{
    public AthenaError Error { get; } = error;

    public long BytesScanned { get; } = bytesScanned;
}
