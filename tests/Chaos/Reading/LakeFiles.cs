using System.Text.Json.Nodes;
using Lake.DuckDb;

namespace Chaos.Reading;

/// <summary>The lake's files, read as Parquet by DuckDB alone.</summary>
internal sealed class LakeFiles(string dataFolder)
{
    private const string Bucket = "streaming-analytics-lake";

    private readonly string bucket = Path.Combine(dataFolder, "s3", Bucket);

    /// <summary>Every row of the dispatches table, as often as the stream carried it.</summary>
    public IReadOnlyList<Load> Dispatches() =>
        [.. Rows("dispatches", "order_key, quantity, truck_id, route_id").Select(row => new Load((string)row[0]!, (long)row[1]!, (string)row[2]!, (string)row[3]!))];

    /// <summary>Readings in the inventory table; every file of it is read whole.</summary>
    public long Readings() => Rows("inventory", "count(*), bit_xor(hash(rows))").Select(row => (long)row[0]!).SingleOrDefault();

    /// <summary>Orders of one plan, that is of a query's results: key and units, by the rule of whole cases that fit the shelf.</summary>
    public IEnumerable<(string Key, long Quantity)> Planned(string queryId)
    {
        var manifest = Path.Combine(bucket, "athena-results", $"{queryId}-manifest.csv");
        var files = File.ReadAllLines(manifest).Where(line => line.Length > 0).Select(line => Path.Combine(dataFolder, "s3", line["s3://".Length..])).ToList();
        foreach (var row in files.Count == 0 ? [] : Query($"SELECT store_id, lines FROM read_parquet([{string.Join(", ", files.Select(Literal))}])"))
        {
            foreach (var line in JsonNode.Parse((string)row[1]!)!.AsArray())
            {
                if (Quantity(line!) is > 0 and var quantity)
                {
                    yield return ($"{row[0]}|{(string)line!["product_id"]!}|{(string)line["recorded_at"]!}", quantity);
                }
            }
        }
    }

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static long Quantity(JsonNode line)
    {
        long Number(string name) => line[name]!.GetValue<long>();
        var (held, caseSize) = (Number("on_hand") + Number("in_transit"), Number("case_size"));
        var wanted = (Number("target_level") - held + caseSize - 1) / caseSize;
        return Math.Min(wanted, (Number("shelf_capacity") - held) / caseSize) * caseSize;
    }

    private List<object?[]> Rows(string table, string columns)
    {
        var folder = Path.Combine(bucket, table);
        return Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Any()
            ? Query($"SELECT {columns} FROM read_parquet({Literal(Path.Combine(folder, "**", "*.parquet"))}) AS rows")
            : [];
    }

    private List<object?[]> Query(string sql)
    {
        using var database = DuckDbDatabase.Open(new(Path.GetTempPath(), [dataFolder], Threads: 1));
        using var connection = database.Connect();
        using var result = connection.Query(sql, TestContext.Current.CancellationToken);
        return [.. result.Rows()];
    }
}
