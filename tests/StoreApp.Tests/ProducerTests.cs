using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AwsFakes;
using Kinesis;
using RealTime.Fleet;
using Tests.Shared;

namespace StoreApp.Tests;

public sealed class ProducerTests : IAsyncLifetime
{
    private const string Telemetry = "telemetry";
    private const int Routes = 5;

    private static readonly string[] Drive = ["drive", "--stream", Telemetry, "--lake", "lake", "--hours-ago", "6", "--speed", "0"];

    private readonly TemporaryFolder folder = new();
    private readonly FakeBucket lake = new() { WrittenAt = _ => InstantClock.Start.AddHours(-1) };
    private readonly InstantClock clock = new();

    private Func<PutRecord, bool> refuses = _ => false;
    private KinesisService kinesis = null!;

    public async ValueTask InitializeAsync()
    {
        kinesis = await OpenAsync("calm", record => refuses(record));
        kinesis.IsUnlimited = true;
        await kinesis.EnsureStreamAsync("visits", shards: 1, retentionHours: 24);
        for (var route = 1; route <= Routes; route++)
        {
            // Two trucks, so that one has several tours.
            var document = new DispatchedRoute($"R{route}", $"D01-T0{1 + (route % 2)}", 53.5, 10, [new("S1", 53.5 + (route * 0.02), 10.1), new("S2", 53.6, 10.2)]);
            lake.Objects[DispatchedRoute.KeyOf(document.RouteId)] = document.ToJson();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await kinesis.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Every_dispatched_route_is_driven_and_the_same_options_give_the_same_records()
    {
        using var app = App();

        var code = await app.RunAsync(Drive);
        var first = await EventsAsync(Telemetry);
        await app.RunAsync(Drive);
        var both = await EventsAsync(Telemetry);

        Assert.Equal(0, code);
        Assert.Equal(Enumerable.Range(1, Routes).Select(route => $"R{route}"), first.Select(one => Text(one, "route_id")).Distinct().Order());
        Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{first.Count:N0} records sent."), app.Output, StringComparison.Ordinal);
        Assert.Equal(2 * first.Count, both.Count);
        Assert.Equal(first.Select(one => one.ToJsonString()).Order(), both.Select(one => one.ToJsonString()).Order().Where((_, index) => index % 2 == 0));
    }

    [Fact]
    public async Task Only_what_the_stream_refused_is_sent_again_and_nothing_is_lost_or_doubled()
    {
        using var calm = App();
        await calm.RunAsync(Drive);
        var expected = await EventsAsync(Telemetry);
        await using var busy = await OpenAsync("busy", EveryThirdOnce());
        using var app = App(busy);

        var code = await app.RunAsync(Drive);

        Assert.Equal(0, code);
        Assert.NotEmpty(app.Clock.Waits);
        Assert.Equal(
            expected.Select(one => one.ToJsonString()).Order(),
            (await EventsAsync(Telemetry, busy)).Select(one => one.ToJsonString()).Order());
    }

    [Fact]
    public async Task Asked_to_keep_the_order_a_key_s_records_lie_in_the_stream_as_they_were_sent_whatever_was_refused()
    {
        // A request for each record takes its time: a tour of each truck is enough.
        foreach (var route in new[] { "R3", "R4", "R5" })
        {
            lake.Objects.Remove(DispatchedRoute.KeyOf(route));
        }

        using var calm = App();
        await calm.RunAsync(Drive);
        await using var busy = await OpenAsync("busy", EveryThirdOnce());
        using var app = App(busy);

        var code = await app.RunAsync([.. Drive, "--ordered"]);

        Assert.Equal(0, code);
        Assert.NotEmpty(app.Clock.Waits);
        Assert.Equal(ByKey(await EventsAsync(Telemetry)), ByKey(await EventsAsync(Telemetry, busy)));
    }

    [Fact]
    public async Task A_stream_that_refuses_for_good_ends_the_sending_and_says_what_to_do()
    {
        refuses = _ => true;
        using var app = App();

        var code = await app.RunAsync(Drive);

        Assert.Equal(1, code);
        Assert.Contains("in 8 attempts, the last time with ProvisionedThroughputExceededException. Nothing more is sent.", app.Error, StringComparison.Ordinal);
        Assert.Equal("0 records sent.\n", app.Output);
    }

    [Fact]
    public async Task Routes_of_earlier_days_are_not_driven_again()
    {
        lake.WrittenAt = _ => InstantClock.Start.AddHours(-25);
        using var app = App();

        var code = await app.RunAsync(Drive);

        Assert.Equal(1, code);
        Assert.StartsWith("No truck was dispatched in the last 24 hours: s3://lake/routes/ has no route of that time.", app.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_is_not_there_is_named_with_the_command_that_lists_them()
    {
        using var app = App();

        var code = await app.RunAsync("drive", "--stream", "other", "--lake", "lake", "--hours-ago", "1", "--speed", "0");

        Assert.Equal(1, code);
        Assert.Contains("other", app.Error, StringComparison.Ordinal);
        Assert.Contains("aws kinesis list-streams", app.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Visits_sell_what_the_readings_fell_by()
    {
        var athena = new FakeReadings([
            ["e1", "S1", "P1", "30", "2026-11-20T04:00:00"],
            ["e2", "S1", "P1", "18", "2026-11-20T08:00:00"],
        ]);
        using var app = new CommandLine(athena.Answer, lake, kinesis);

        var code = await app.RunAsync("visits", "--stream", "visits", "--workgroup", "w", "--database", "d", "--hours", "6");

        Assert.Equal(0, code);
        Assert.Equal(12, (await EventsAsync("visits")).Sum(one => one["sales"]!.GetValue<int>()));
        Assert.Contains("LIMIT 5", athena.Sql, StringComparison.Ordinal);
    }

    private static string Text(JsonObject one, string name) => one[name]!.GetValue<string>();

    private static IEnumerable<string> ByKey(IReadOnlyList<JsonObject> events) =>
        events.GroupBy(one => Text(one, "truck_id")).OrderBy(truck => truck.Key, StringComparer.Ordinal).SelectMany(truck => truck).Select(one => Text(one, "event_id"));

    /// <summary>Refuses every third record, the first time it comes.</summary>
    private static Func<PutRecord, bool> EveryThirdOnce()
    {
        var seen = new HashSet<string>();
        return record =>
        {
            lock (seen)
            {
                return seen.Add(Encoding.UTF8.GetString(record.Data.Span)) && seen.Count % 3 == 0;
            }
        };
    }

    private async Task<KinesisService> OpenAsync(string name, Func<PutRecord, bool> refused)
    {
        var service = KinesisService.Open(new(folder[$"{name}.db"], clock, () => "id") { Refuses = refused });
        await service.EnsureStreamAsync(Telemetry, shards: 2, retentionHours: 24);
        return service;
    }

    private CommandLine App(KinesisService? service = null) =>
        new((name, _) => throw new InvalidOperationException($"{name} is not asked for here."), lake, service ?? kinesis) { Clock = clock };

    private Task<IReadOnlyList<JsonObject>> EventsAsync(string stream) => EventsAsync(stream, kinesis);

    private static async Task<IReadOnlyList<JsonObject>> EventsAsync(string stream, KinesisService service)
    {
        service.IsUnlimited = true;
        var found = new List<JsonObject>();
        foreach (var shard in (await AskAsync(service, "ListShards", new() { ["StreamName"] = stream })).GetProperty("Shards").EnumerateArray())
        {
            var iterator = (await AskAsync(service, "GetShardIterator", new()
            {
                ["StreamName"] = stream,
                ["ShardId"] = shard.GetProperty("ShardId").GetString(),
                ["ShardIteratorType"] = "TRIM_HORIZON",
            })).GetProperty("ShardIterator").GetString();
            int read;
            do
            {
                var page = await AskAsync(service, "GetRecords", new() { ["ShardIterator"] = iterator });
                var records = page.GetProperty("Records").EnumerateArray().ToList();
                found.AddRange(records.Select(record => JsonNode.Parse(record.GetProperty("Data").GetBytesFromBase64())!.AsObject()));
                (iterator, read) = (page.GetProperty("NextShardIterator").GetString(), records.Count);
            }
            while (read > 0);
        }

        return found;
    }

    private static async Task<JsonElement> AskAsync(KinesisService service, string operation, JsonObject request)
    {
        using var answer = JsonDocument.Parse(await service.InvokeAsync(operation, Encoding.UTF8.GetBytes(request.ToJsonString())));
        return answer.RootElement.Clone();
    }

    /// <summary>Athena, whose every query succeeds with the same rows.</summary>
    private sealed class FakeReadings(string[][] rows)
    {
        public string Sql { get; private set; } = "";

        public JsonObject Answer(string operation, JsonObject input)
        {
            switch (operation)
            {
                case "StartQueryExecution":
                    Sql = input["QueryString"]!.GetValue<string>();
                    return new() { ["QueryExecutionId"] = "q1" };
                case "GetQueryExecution":
                    return new()
                    {
                        ["QueryExecution"] = new JsonObject
                        {
                            ["QueryExecutionId"] = "q1",
                            ["StatementType"] = "DML",
                            ["Status"] = new JsonObject { ["State"] = "SUCCEEDED" },
                        },
                    };
                case "GetQueryResults":
                    string[] header = ["event_id", "store_id", "product_id", "on_hand", "recorded_at"];
                    return new() { ["ResultSet"] = new JsonObject { ["Rows"] = new JsonArray([.. rows.Prepend(header).Select(Row)]) } };
                default:
                    throw new ServiceException("InvalidAction", operation);
            }
        }

        private static JsonNode Row(string[] values) =>
            new JsonObject { ["Data"] = new JsonArray([.. values.Select(value => (JsonNode)new JsonObject { ["VarCharValue"] = value })]) };
    }
}
