using Chaos.Reading;
using Tests.Shared;

namespace Chaos.Hostile;

/// <summary>What stores, products and people write is data: to the query, to the files and to the report.</summary>
public sealed class InjectionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Texts => new(
    [
        "'; DROP TABLE inventory; --",
        "' OR '1'='1",
        "\" UNION SELECT * FROM read_csv('/etc/passwd') --",
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "</script><script>alert(1)</script>",
        "{}{{}}${LakeBucket}$.x",
        "a,b\"c",
        // Without a backslash, which reference data refuses because Athena's reader of CSV would drop it.
        "a|b;c",
        "=1+1",
        "../../etc",
        "%00\u202e",
    ]);

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Names_of_stores_and_products_are_data_all_the_way(string text)
    {
        var program = new LocalProgram(folder["data"]);
        await LoadAsync(program, "depots", $$"""{"depot_id":{{Json(text)}},"name":{{Json(text)}},"latitude":53.5,"longitude":9.9,"trucks":2,"truck_volume_l":1000}""");
        await LoadAsync(program, "stores", $$"""{"store_id":{{Json(text)}},"name":{{Json(text)}},"region":{{Json(text)}},"depot_id":{{Json(text)}},"latitude":53.6,"longitude":9.8}""");
        var readings = Write("readings.jsonl", $$"""{"event_id":{{Json(text)}},"store_id":{{Json(text)}},"product_id":{{Json(text)}},"on_hand":1,"reorder_point":5,"target_level":9,"shelf_capacity":9,"case_size":1,"unit_volume_l":1.5,"recorded_at":"{{Today()}}T00:00:00Z"}""");
        await program.SucceedAsync("ingest", readings);

        await program.SucceedAsync("start", "--name", "hostile", "--input", $$"""{"asOf":"{{Today()}}","lookbackDays":31}""");
        var trucks = await program.SucceedAsync("trucks");
        await program.SucceedAsync("graph", "hostile", "-o", folder["graph.html"]);
        await program.SucceedAsync("graph", "hostile", "-o", folder["graph.svg"]);

        Assert.StartsWith("1 delivery request: 1 line on 1 truck", trucks, StringComparison.Ordinal);
        Assert.Equal(1, new Books(folder["data"]).Readings);
        Assert.All(["graph.html", "graph.svg"], file => AssertInert(File.ReadAllText(folder[file])));
        Assert.All(
            Directory.GetFiles(folder.Root, "*", SearchOption.AllDirectories),
            file => Assert.StartsWith(folder.Root, Path.GetFullPath(file), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task An_executions_input_never_comes_to_the_query_nor_to_the_page_as_markup(string text)
    {
        var program = new LocalProgram(folder["data"]);

        Directory.CreateDirectory(program.Data);
        var printed = await program.RunAsync("start", "--name", "hostile", "--input", $$"""{"asOf":{{Json(text)}}}""", "--output", "json");
        await program.SucceedAsync("graph", "hostile", "-o", folder["graph.html"]);

        Assert.Equal(1, printed.ExitCode);
        Assert.Contains("\"error\":\"InvalidInput\"", printed.Output, StringComparison.Ordinal);
        AssertInert(await File.ReadAllTextAsync(folder["graph.html"], TestContext.Current.CancellationToken));
    }

    public void Dispose() => folder.Dispose();

    private static string Json(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private static string Today() => TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static void AssertInert(string page)
    {
        Assert.DoesNotContain("<script>alert", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
    }

    private string Write(string file, string text)
    {
        File.WriteAllText(folder[file], text);
        return folder[file];
    }

    private Task<string> LoadAsync(LocalProgram program, string table, string row) =>
        program.SucceedAsync("ingest", "--table", table, Write($"{table}.jsonl", row));
}
