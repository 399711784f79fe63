using System.Text.Json.Nodes;
using AwsFakes;

namespace StoreApp.Tests;

public sealed class VerifyTests
{
    private static readonly string[] Arguments = ["verify", "--stream", "inventory", "--workgroup", "w", "--database", "lake"];

    private readonly FakeFirehose stream = new("inventory");

    [Fact]
    public async Task Rows_are_counted_until_every_reading_that_was_sent_is_one()
    {
        using var app = new CommandLine(Lake([], [("packed", 100)], [("packed", 100), ("joined", 100), ("single", 10)]));

        var code = await app.RunAsync(Arguments);

        Assert.Equal(0, code);
        Assert.Equal(
            """
            packed  100 of 100 readings became rows; they were sent in one record, a line each, as stores send them.
            joined  100 of 100 readings became rows; they were sent in one record, one behind the other.
            single  10 of 10 readings became rows; they were sent in a record each.
            Every reading became a row.

            """,
            app.Output);
        Assert.Equal([TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30)], app.Clock.Waits);
    }

    [Fact]
    public async Task What_did_not_arrive_in_time_is_told_by_the_way_it_was_sent()
    {
        using var app = new CommandLine(Lake([("packed", 1), ("joined", 1), ("single", 10)]));

        var code = await app.RunAsync([.. Arguments, "--wait-minutes", "2"]);

        Assert.Equal(1, code);
        Assert.StartsWith("packed  1 of 100 readings became rows;", app.Output, StringComparison.Ordinal);
        Assert.StartsWith("Not every reading became a row.", app.Error, StringComparison.Ordinal);
        Assert.Equal(4, app.Clock.Waits.Count);
    }

    [Fact]
    public async Task Readings_are_sent_packed_joined_and_single_and_are_clean()
    {
        using var app = new CommandLine(Lake([("packed", 100), ("joined", 100), ("single", 10)]));

        await app.RunAsync(Arguments);

        Assert.Equal(12, stream.Taken.Count);
        Assert.Equal([100, 100, .. Enumerable.Repeat(1, 10)], stream.Taken.Select(record => record.Split("\"event_id\"").Length - 1));
        Assert.Equal([100, 0, .. Enumerable.Repeat(1, 10)], stream.Taken.Select(record => record.Count(letter => letter == '\n')));
        Assert.All(stream.Taken.Skip(2), record => Assert.Equal("verify", JsonNode.Parse(record)!["store_id"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_lake_that_cannot_be_asked_is_told_at_once()
    {
        using var app = new CommandLine((operation, input) => operation switch
        {
            "PutRecordBatch" => stream.Answer(operation, input),
            "StartQueryExecution" => new() { ["QueryExecutionId"] = "q" },
            _ => new() { ["QueryExecution"] = JsonNode.Parse("""{"QueryExecutionId":"q","Status":{"State":"FAILED","StateChangeReason":"TABLE_NOT_FOUND"}}""") },
        });

        Assert.Equal(1, await app.RunAsync(Arguments));
        Assert.Equal("The lake could not be asked. FAILED: TABLE_NOT_FOUND\n", app.Error);
    }

    /// <summary>A stream, and a lake that answers each query with the next of the counts, the last for ever.</summary>
    private Operation Lake(params (string Form, int Readings)[][] counts)
    {
        var asked = -1;
        return (operation, input) => operation switch
        {
            "PutRecordBatch" => stream.Answer(operation, input),
            "StartQueryExecution" => Start(input),
            "GetQueryExecution" => new() { ["QueryExecution"] = JsonNode.Parse("""{"QueryExecutionId":"q","StatementType":"DML","Status":{"State":"SUCCEEDED"}}""") },
            "GetQueryResults" => new() { ["ResultSet"] = Rows(counts[Math.Min(asked, counts.Length - 1)]) },
            _ => throw new ServiceException("UnknownOperationException", operation),
        };

        JsonObject Start(JsonObject input)
        {
            Assert.Contains("LIKE ?", input["QueryString"]!.GetValue<string>(), StringComparison.Ordinal);
            asked++;
            return new() { ["QueryExecutionId"] = "q" };
        }
    }

    private static JsonObject Rows((string Form, int Readings)[] counts) => new()
    {
        ["ResultSetMetadata"] = JsonNode.Parse("""{"ColumnInfo":[{"Name":"form","Type":"varchar"},{"Name":"readings","Type":"bigint"}]}"""),
        ["Rows"] = new JsonArray([Row("form", "readings"), .. counts.Select(count => Row(count.Form, $"{count.Readings}"))]),
    };

    private static JsonObject Row(params string[] values) => new JsonObject
    {
        ["Data"] = new JsonArray([.. values.Select(value => (JsonNode)new JsonObject { ["VarCharValue"] = value })]),
    };
}
