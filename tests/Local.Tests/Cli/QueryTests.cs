using System.Text.Json.Nodes;
using Lake.DuckDb;
using Lake.Parquet;
using Lake.S3;

namespace Local.Tests.Cli;

/// <summary>Questions to the lake on the command line, and the answers as tables and files.</summary>
public sealed class QueryTests : IDisposable
{
    private const string Mixed = """SELECT 1 AS n, 'a "b", c' AS words, CAST(NULL AS varchar) AS nothing, 1.50 AS price, true AS yes""";

    private readonly LocalProgram program = new();

    public static TheoryData<string, string> Answers => new()
    {
        { "table", "n  words     nothing  price  yes\n-  --------  -------  -----  ----\n1  a \"b\", c            1.50  true\n(1 row)\n" },
        { "csv", "\"n\",\"words\",\"nothing\",\"price\",\"yes\"\n\"1\",\"a \"\"b\"\", c\",,\"1.50\",\"true\"\n" },
        { "json", "[\n{\"n\":1,\"words\":\"a \\\"b\\\", c\",\"nothing\":null,\"price\":1.50,\"yes\":true}\n]\n" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task An_answer_is_printed_as_asked(string form, string answer)
    {
        Directory.CreateDirectory(program.Data);

        var printed = await program.RunAsync("query", Mixed, "--output", form);

        Assert.Equal(new(0, answer, ""), printed with { Output = printed.Output.ReplaceLineEndings("\n") });
    }

    [Fact]
    public async Task A_file_of_ones_own_has_the_rows_of_the_lake_in_the_form_of_its_name()
    {
        await program.StoresAsync(stores: 3, products: 2);
        const string Sql = "SELECT store_id, latitude FROM stores ORDER BY store_id";

        foreach (var ending in new[] { "csv", "json", "parquet" })
        {
            Assert.Equal(new(0, "", $"The answer is in {program[$"own.{ending}"]}.\n"), await program.RunAsync("query", Sql, "--file", program[$"own.{ending}"]));
        }

        var json = JsonNode.Parse(await File.ReadAllTextAsync(program["own.json"], TestContext.Current.CancellationToken))!.AsArray();
        Assert.Equal(["S0001", "S0002", "S0003"], json.Select(row => row!["store_id"]!.GetValue<string>()));
        Assert.Equal(4, (await File.ReadAllLinesAsync(program["own.csv"], TestContext.Current.CancellationToken)).Length);

        var lake = new S3Folder(program.Data);
        lake.CreateBucket("copies");
        lake.Put(new("copies", "own.parquet"), await File.ReadAllBytesAsync(program["own.parquet"], TestContext.Current.CancellationToken));
        Assert.Equal(
            json.Select(row => row!.ToJsonString()),
            new ParquetItems(lake).Read(new("copies", "own.parquet")).Select(row => JsonNode.Parse(row.ToString())!.ToJsonString()));
    }

    [Theory]
    [InlineData("DROP TABLE stores", "line 1:1: The local stage runs queries, UNLOAD, EXPLAIN, SHOW and DESCRIBE, and no DROP: tables come from tables.json, and rows from the delivery streams.")]
    [InlineData("/* a */ UNLOAD (SELECT 1 AS a) TO 's3://streaming-analytics-lake/x/' WITH (format = 'JSON')", "A query reads, and UNLOAD writes. Ask with SELECT, and name a file for the answer with --file.")]
    [InlineData("SELECT 1 AS a) TO 's3://streaming-analytics-lake/x/' WITH (format = 'JSON') --", "line 1:14: mismatched input ')'")]
    [InlineData("SELECT nothing FROM stores", "COLUMN_NOT_FOUND: line 1:8: Column 'nothing' cannot be resolved")]
    [InlineData("SHOW TABLES", "--output parquet takes the answer of a SELECT; SHOW answers with lines of text.")]
    public async Task What_is_no_question_is_refused_and_nothing_is_written(string sql, string sentence)
    {
        await program.StoresAsync(stores: 1, products: 1);

        var printed = await program.RunAsync("query", sql, "--file", program["own.parquet"]);

        Assert.Equal((1, "", sentence), (printed.ExitCode, printed.Output, printed.Error.TrimEnd()));
        Assert.False(File.Exists(program["own.parquet"]));
        Assert.False(Directory.Exists(Path.Combine(program.Data, "s3", "streaming-analytics-lake", "x")));
    }

    [Fact]
    public async Task An_answer_without_rows_is_a_file_with_its_columns()
    {
        await program.StoresAsync(stores: 1, products: 1);

        var printed = await program.RunAsync(
            "query", "SELECT store_id, on_hand, recorded_at FROM inventory WHERE false ORDER BY 1;", "--file", program["own.parquet"]);

        Assert.Equal((0, $"The answer is in {program["own.parquet"]}."), (printed.ExitCode, printed.Error.TrimEnd()));
        using var database = DuckDbDatabase.Open(new(program["tmp"], [Path.GetDirectoryName(program["own.parquet"])!]));
        using var connection = database.Connect();
        using var columns = connection.Query($"DESCRIBE SELECT * FROM read_parquet('{program["own.parquet"]}')");
        Assert.Equal(["store_id VARCHAR", "on_hand BIGINT", "recorded_at TIMESTAMP"], columns.Rows().Select(row => $"{row[0]} {row[1]}"));
    }

    [Fact]
    public async Task Parquet_needs_a_file()
    {
        Directory.CreateDirectory(program.Data);

        Assert.Equal(
            new(1, "", "--output parquet needs a file: name one with --file FILE.parquet.\n"),
            await program.RunAsync("query", "SELECT 1 AS a", "--output", "parquet"));
    }

    [Fact]
    public async Task Trucks_go_into_a_table_of_ones_own()
    {
        await program.StoresAsync();
        await program.StartAsync();

        var printed = await program.RunAsync("trucks", "--output", "csv");

        var rows = printed.Output.TrimEnd().Split('\n');
        Assert.Equal("route_id,truck_id,tour,depot_id,stop,store_id,route_volume_l,route_distance_km,route_hours", rows[0]);
        Assert.All(rows[1..], row => Assert.Equal(9, row.Split(',').Length));
        Assert.Equal(12, rows[1..].Select(row => row.Split(',')[5]).Distinct().Count());
    }

    public void Dispose() => program.Dispose();
}
