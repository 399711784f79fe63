using Lake.DuckDb;
using Lake.S3;

namespace Lake.Parquet;

/// <summary>Counts what Parquet objects name.</summary>
/// <param name="store">The folder of the lake.</param>
public sealed class DistinctValues(S3Folder store)
{
    /// <param name="objects">Parquet objects that have the column.</param>
    /// <returns>The number of different values of the column in all objects.</returns>
    public long Count(IReadOnlyList<S3Uri> objects, string column, CancellationToken cancellation)
    {
        if (objects.Count == 0)
        {
            return 0;
        }

        using var database = DuckDbDatabase.Open(new(store.TemporaryFolder, [store.ObjectFolder]) { KeepOrder = false });
        using var connection = database.Connect();
        var files = string.Join(", ", objects.Select(uri => Sql.Literal(store.PathOf(uri))));
        using var result = connection.Query($"SELECT count(DISTINCT {Sql.Name(column)}) FROM read_parquet([{files}])", cancellation);
        return (long)result.Rows().Single()[0]!;
    }
}
