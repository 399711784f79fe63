using Lake.DuckDb;
using Lake.S3;

namespace Lake.Reference;

/// <summary>Stores that readings name and the reference data does not: nothing is ever ordered for them.</summary>
/// <param name="store">The folder of the lake.</param>
public sealed class UnknownStores(S3Folder store)
{
    /// <param name="readings">Parquet objects with a <c>store_id</c>.</param>
    /// <param name="stores">The file of the reference data; a file that is not there knows no store.</param>
    /// <returns>The stores with their numbers of readings, the most first.</returns>
    public IReadOnlyList<UnknownStore> In(IReadOnlyList<S3Uri> readings, string stores, CancellationToken cancellation)
    {
        if (readings.Count == 0)
        {
            return [];
        }

        using var database = DuckDbDatabase.Open(
            new(store.TemporaryFolder, [store.ObjectFolder, Path.GetDirectoryName(Path.GetFullPath(stores))!]) { KeepOrder = false });
        using var connection = database.Connect();
        var files = string.Join(", ", readings.Select(uri => Sql.Literal(store.PathOf(uri))));
        var known = File.Exists(stores)
            ? $"SELECT store_id FROM read_csv({Sql.Literal(stores)}, header = true, all_varchar = true)"
            : "SELECT ''";
        using var result = connection.Query(
            $"SELECT store_id, count(*) FROM read_parquet([{files}]) WHERE store_id NOT IN ({known}) GROUP BY 1 ORDER BY 2 DESC, 1", cancellation);
        return [.. result.Rows().Select(row => new UnknownStore((string)row[0]!, (long)row[1]!))];
    }
}

/// <param name="StoreId">The store's id, as the readings have it.</param>
/// <param name="Readings">The number of readings that name the store.</param>
public sealed record UnknownStore(string StoreId, long Readings);
