using Lake.Counting;
using Lake.DuckDb;
using Lake.S3;

namespace Lake.Reference;

/// <summary>
/// Stores and depots that are named and that the reference data does not have. Nothing is ordered for such a store, nor for
/// a store of such a depot.
/// </summary>
/// <param name="store">The folder of the lake.</param>
/// <param name="reference">Gives the file of a table of reference data, such as <c>stores</c>; a file that is not there has no row.</param>
public sealed class UnknownPlaces(S3Folder store, Func<string, string> reference)
{
    private static readonly string[] Tables = ["stores", "depots", "distances"];

    /// <param name="readings">Parquet objects with a <c>store_id</c>.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Unknown stores, and unknown depots of known stores, each with its number of readings, the most first.</returns>
    public (IReadOnlyList<NamedCount> Stores, IReadOnlyList<NamedCount> Depots) InReadings(IReadOnlyList<S3Uri> readings, CancellationToken cancellation)
    {
        if (readings.Count == 0)
        {
            return ([], []);
        }

        var files = string.Join(", ", readings.Select(uri => Sql.Literal(store.PathOf(uri))));
        var found = Ask(
            $"""
            SELECT coalesce(shops.depot_id, counted.store_id) AS name, CAST(sum(readings) AS bigint) AS total, shops.depot_id IS NULL AS is_store
            FROM (SELECT store_id, count(*) AS readings FROM read_parquet([{files}]) WHERE store_id IS NOT NULL GROUP BY store_id) AS counted
            LEFT JOIN (SELECT store_id, min(depot_id) AS depot_id FROM {Rows("stores", "store_id", "depot_id")} GROUP BY store_id) AS shops
                ON shops.store_id = counted.store_id
            WHERE shops.depot_id IS NULL OR shops.depot_id NOT IN (SELECT depot_id FROM {Rows("depots", "depot_id")})
            GROUP BY ALL
            ORDER BY total DESC, name
            """,
            row => (Place: Count(row), IsStore: (bool)row[2]!),
            cancellation).ToLookup(row => row.IsStore, row => row.Place);
        return ([.. found[true]], [.. found[false]]);
    }

    /// <returns>The depots that the table of stores names, each with its number of stores, the most first.</returns>
    public IReadOnlyList<NamedCount> DepotsOfStores(CancellationToken cancellation) => Ask(
        $"""
        SELECT depot_id AS name, count(*) AS total
        FROM {Rows("stores", "depot_id")}
        WHERE depot_id NOT IN (SELECT depot_id FROM {Rows("depots", "depot_id")})
        GROUP BY ALL
        ORDER BY total DESC, name
        """,
        Count,
        cancellation);

    /// <returns>The stores and depots that the table of distances names, each with its number of ways, the most first.</returns>
    public IReadOnlyList<NamedCount> EndsOfWays(CancellationToken cancellation) => Ask(
        $"""
        SELECT name, count(*) AS total
        FROM (SELECT unnest([from_id, to_id]) AS name FROM {Rows("distances", "from_id", "to_id")})
        WHERE name NOT IN (SELECT store_id FROM {Rows("stores", "store_id")} UNION ALL SELECT depot_id FROM {Rows("depots", "depot_id")})
        GROUP BY ALL
        ORDER BY total DESC, name
        """,
        Count,
        cancellation);

    private static NamedCount Count(object?[] row) => new((string)row[0]!, (long)row[1]!);

    /// <summary>The rows of a table, as SQL. The form of the CSV is given, because DuckDB would guess another one from a name such as <c>a;b</c>.</summary>
    private string Rows(string table, params string[] columns) => File.Exists(reference(table))
        ? $"read_csv({Sql.Literal(reference(table))}, header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"', comment = '')"
        : $"(SELECT {string.Join(", ", columns.Select(column => $"'' AS {column}"))} WHERE false)";

    private List<T> Ask<T>(string sql, Func<object?[], T> read, CancellationToken cancellation)
    {
        string[] folders = [store.ObjectFolder, .. Tables.Select(table => Path.GetDirectoryName(Path.GetFullPath(reference(table)))!)];
        using var database = DuckDbDatabase.Open(new(store.TemporaryFolder, [.. folders.Distinct()]) { KeepOrder = false });
        using var connection = database.Connect();
        using var result = connection.Query(sql, cancellation);
        return [.. result.Rows().Select(read)];
    }
}
