using System.Text;
using System.Text.Json.Nodes;
using Cost;
using Workflow;

namespace Local.Tests.Cli;

/// <summary>
/// What a bill assumes of the log is what the definition writes: a child of the map is run, and its events are measured in
/// the form in which Step Functions puts them into CloudWatch Logs at level ALL with execution data.
/// </summary>
public sealed class LoggedBytesTests : IDisposable
{
    private const string Arn =
        "arn:aws:states:us-east-1:111122223333:express:streaming-analytics-dev-store-planning/PlanDeliveries:aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee:ffffffff-1111-2222-3333-444444444444:x";

    private readonly LocalProgram program = new();

    public void Dispose() => program.Dispose();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 25)]
    [InlineData(1, 400)]
    public async Task A_child_logs_what_a_bill_assumes(int rows, int linesOfRow)
    {
        var assumed = PriceTable.Read(path: null).Assumptions;
        var expected = (double)(assumed.LogBytesPerChild.Value
            + (rows * assumed.LogBytesPerRow.Value) + (rows * linesOfRow * assumed.LogBytesPerLine.Value));

        var logged = await LoggedAsync(Input(rows, linesOfRow));

        Assert.InRange(logged / expected, 0.85, 1.15);
    }

    private async Task<double> LoggedAsync(JsonObject input)
    {
        var map = JsonNode.Parse(ProductMachine.StorePlanning.Definition)!["States"]!["PlanDeliveries"]!["ItemProcessor"]!;
        var child = new JsonObject { ["StartAt"] = map["StartAt"]!.DeepClone(), ["States"] = map["States"]!.DeepClone() };

        await program.JsonAsync("start", "--definition", program.Write("child.asl.json", child.ToJsonString()), "--input", input.ToJsonString());

        var history = Directory.EnumerateFiles(program.Data, "history.jsonl", SearchOption.AllDirectories).Single();
        return File.ReadLines(history).Sum(line => Encoding.UTF8.GetByteCount(Logged(JsonNode.Parse(line)!.AsObject())));
    }

    private static string Logged(JsonObject happened) => new JsonObject
    {
        ["id"] = happened["id"]!.ToString(),
        ["type"] = happened["type"]!.DeepClone(),
        ["details"] = happened.FirstOrDefault(member => member.Key.EndsWith("EventDetails", StringComparison.Ordinal)).Value?.DeepClone(),
        ["redrive_count"] = "0",
        ["previous_event_id"] = "1",
        ["event_timestamp"] = "1795165200123",
        ["execution_arn"] = Arn,
    }.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static JsonObject Input(int rows, int linesOfRow) => new()
    {
        ["BatchInput"] = new JsonObject
        {
            ["execution_id"] = "arn:aws:states:us-east-1:111122223333:execution:streaming-analytics-dev-store-planning:x",
            ["requested_at"] = "2026-11-20T09:30:00.000Z",
        },
        ["Items"] = new JsonArray([.. Enumerable.Range(1, rows).Select(row => (JsonNode)Row(row, linesOfRow))]),
    };

    private static JsonObject Row(int row, int lines) => new()
    {
        ["store_id"] = $"S{row:0000}",
        ["part"] = 0,
        ["region"] = "North",
        ["depot_id"] = "D01",
        ["latitude"] = 49.9929,
        ["longitude"] = 8.2473,
        ["depot_latitude"] = 50.1109,
        ["depot_longitude"] = 8.6821,
        ["depot_trucks"] = 6,
        ["truck_volume_l"] = 12000.0,
        ["lines"] = new JsonArray([.. Enumerable.Range(1, lines).Select(line => (JsonNode)Line(line))]).ToJsonString(),
    };

    private static JsonObject Line(int line) => new()
    {
        ["product_id"] = $"P{line:00000}",
        ["on_hand"] = 3,
        ["in_transit"] = 0,
        ["reorder_point"] = 12,
        ["target_level"] = 40,
        ["shelf_capacity"] = 60,
        ["case_size"] = 6,
        ["unit_volume_l"] = 1.25,
        ["demand_per_day"] = 4.583,
        ["days_of_cover"] = 0.655,
        ["recorded_at"] = "2026-11-20T09:00:00.123Z",
    };
}
