using System.Text.Json;
using System.Text.Json.Nodes;
using Local.Athena;

namespace Chaos.Hostile;

/// <summary>Queries that take the machine, in <c>serve</c>: each is ended, and the stage goes on.</summary>
public sealed class QueryProcessTests
{
    // Less than the program gives, so that the test's machine has it to give.
    private const long MostBytes = 600 << 20;

    private static readonly QueryProcessOptions Processes =
        QueryProcessOptions.Of(Path.Combine(AppContext.BaseDirectory, "Local.dll")) with { MostBytes = MostBytes, StopGrace = TimeSpan.FromSeconds(1) };

    // Values that are made in one call of one function, which hears no interrupt and knows no limit of DuckDB's.
    [Theory]
    [InlineData("SELECT rpad('x', 1000000, 'x') FROM range(1000000)")]
    [InlineData("SELECT sequence(1, 1000000000)")]
    [InlineData("SELECT length(array_join(array_agg(rpad('x', 1000000, 'x')), '')) FROM range(5000)")]
    public async Task A_query_that_takes_too_much_memory_fails_alone(string sql)
    {
        await using var served = await Served.StartAsync(processes: Processes);

        var ended = await EndAsync(served, await StartAsync(served, sql));

        Assert.Equal(
            ("FAILED", "EXCEEDED_MEMORY_LIMIT: Query exceeded the memory limit of 600 MiB that it has on this machine"),
            ((string?)ended["State"], (string?)ended["StateChangeReason"]));
        Assert.Equal(0, (int)ended["AthenaError"]!["ErrorType"]!);
        Assert.Empty(Left(served));
        Assert.Equal("SUCCEEDED", (string?)(await EndAsync(served, await StartAsync(served, "SELECT 1")))["State"]);
    }

    [Fact]
    public async Task A_query_that_hears_nothing_is_ended_with_its_process()
    {
        await using var served = await Served.StartAsync(processes: Processes);
        var id = await StartAsync(served, "SELECT levenshtein_distance(rpad('a', 200000, 'a'), rpad('b', 200000, 'b'))");
        while (await StateAsync(served, id) is "QUEUED")
        {
            await Task.Yield();
        }

        await served.CallAsync("AmazonAthena.StopQueryExecution", $$"""{"QueryExecutionId":"{{id}}"}""");

        Assert.Equal("CANCELLED", (string?)(await EndAsync(served, id))["State"]);
        Assert.Empty(Left(served));
    }

    [Fact]
    public async Task Queries_of_processes_answer_as_those_of_the_stage()
    {
        await using var served = await Served.StartAsync(processes: Processes);
        await using var alone = await Served.StartAsync();
        foreach (var sql in new[]
        {
            "SELECT 1 AS one, 'Zürich, \"the\" city' AS text", "SELECT nothing", "SELECT 1 +", "SHOW TABLES", "SELECT * FROM inventory", "SELECT CAST('x' AS integer)",
            "UNLOAD (SELECT 1 AS one) TO 's3://streaming-analytics-lake/u/' WITH (format = 'PARQUET')",
            "UNLOAD (SELECT 1 AS one) TO 's3://streaming-analytics-lake/u/' WITH (format = 'PARQUET')",
        })
        {
            var (one, other) = (await DescribeAsync(served, sql), await DescribeAsync(alone, sql));
            Assert.Equal((sql, one), (sql, other));
        }
    }

    private static async Task<string> DescribeAsync(Served served, string sql)
    {
        var id = await StartAsync(served, sql);
        var ended = await EndAsync(served, id);
        var (_, rows) = await served.CallAsync("AmazonAthena.GetQueryResults", $$"""{"QueryExecutionId":"{{id}}"}""");
        return $"{ended["State"]} {ended["StateChangeReason"]} {rows}".Replace(id, "ID", StringComparison.Ordinal);
    }

    /// <summary>What is left of queries that wrote nothing to the end.</summary>
    private static IEnumerable<string> Left(Served served)
    {
        var folder = Path.Combine(served.Data, "tmp");
        return Directory.Exists(folder) ? Directory.EnumerateFileSystemEntries(folder) : [];
    }

    private static async Task<string> StartAsync(Served served, string sql)
    {
        var (status, answer) = await served.CallAsync(
            "AmazonAthena.StartQueryExecution",
            $$"""{"QueryString":{{JsonSerializer.Serialize(sql)}},"ResultConfiguration":{"OutputLocation":"s3://streaming-analytics-lake/r/"} }""");
        Assert.True(status == 200, answer);
        return (string)JsonNode.Parse(answer)!["QueryExecutionId"]!;
    }

    private static async Task<string?> StateAsync(Served served, string id) => (string?)(await StatusAsync(served, id))["State"];

    private static async Task<JsonNode> EndAsync(Served served, string id)
    {
        while (true)
        {
            var status = await StatusAsync(served, id);
            if ((string?)status["State"] is not ("QUEUED" or "RUNNING"))
            {
                return status;
            }
        }
    }

    private static async Task<JsonNode> StatusAsync(Served served, string id)
    {
        var (_, answer) = await served.CallAsync("AmazonAthena.GetQueryExecution", $$"""{"QueryExecutionId":"{{id}}"}""");
        return JsonNode.Parse(answer)!["QueryExecution"]!["Status"]!;
    }
}
