using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kinesis;
using Local.Services;
using Local.StreamMinutes;
using RealTime.Tables;
using Tests.Shared;

namespace Local.Tests.Serve;

/// <summary>The minutes of the stage are what plain code computes from the events, whatever happens to streams and mappings meanwhile.</summary>
public sealed class ExactMinutesTests : IDisposable
{
    private const int Records = 10_000;
    private const int RecordsOfSeed = 2_000;
    private const int AtOnce = 200;

    private readonly TemporaryFolder folder = new();

    /// <summary><c>EXACT_SEEDS</c> is how many runs with other faults there are.</summary>
    public static TheoryData<int> Seeds { get; } =
        [.. Enumerable.Range(1, int.Parse(Environment.GetEnvironmentVariable("EXACT_SEEDS") ?? "4", CultureInfo.InvariantCulture))];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_thousand_records_with_duplicates_disorder_and_too_old_ones_are_counted_once_each()
    {
        var sent = Traffic(seed: 1, Records);
        StreamTotals came;
        await using (var stage = Open())
        {
            await using var streams = stage.OpenStreams(Fail);
            await using var pipeline = Begin(stage, streams);
            await pipeline.ReadyAsync();
            foreach (var chunk in sent.Chunk(AtOnce))
            {
                await PutAsync(stage, chunk);
            }

            await pipeline.CaughtUpAsync(Cancellation);
            came = pipeline.Totals;
        }

        Assert.Equal(Recomputed(sent), await RowsAsync());
        Assert.Equal(sent.Count, came.Counted + came.Repeated + came.Late + came.Refused);
        Assert.Equal(sent.Where(one => !one.IsTooOld).Select(one => one.Id).Distinct().Count(), came.Counted);
        Assert.Equal(sent.Where(one => one.IsTooOld).Select(one => one.Id).Distinct().Count(), await LateAsync());
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Restarts_reshards_and_a_paused_mapping_in_between_change_no_row(int seed)
    {
        var sent = Traffic(seed, RecordsOfSeed);
        var random = new Random(seed);
        var chunks = new Queue<Sent[]>(sent.Chunk(AtOnce));
        var shards = 1;
        while (chunks.Count > 0)
        {
            // Each round is a process of its own, which ends while batches are under way.
            await using var stage = Open();
            await using var streams = stage.OpenStreams(Fail);
            await using var pipeline = Begin(stage, streams);
            await pipeline.ReadyAsync();
            if (random.Next(2) == 0)
            {
                await ReshardAsync(stage, shards = shards == 1 ? 2 : 1);
            }

            await EnableAsync(pipeline, random.Next(3) > 0);
            for (var round = random.Next(1, 5); round > 0 && chunks.TryDequeue(out var chunk); round--)
            {
                await PutAsync(stage, chunk);
            }
        }

        await using (var stage = Open())
        {
            await using var streams = stage.OpenStreams(Fail);
            await using var pipeline = Begin(stage, streams);
            await pipeline.ReadyAsync();
            await EnableAsync(pipeline, true);
            await pipeline.CaughtUpAsync(Cancellation);
        }

        Assert.Equal(Recomputed(sent), await RowsAsync());
    }

    public void Dispose() => folder.Dispose();

    private static void Fail(string notice) => TestContext.Current.TestOutputHelper?.WriteLine(notice);

    private Stage Open() => Stage.Open(folder["data"], TimeProvider.System, new Random(1));

    private static StreamPipeline Begin(Stage stage, Firehose.DeliveryStreams streams)
    {
        stage.Kinesis.IsUnlimited = true;
        var pipeline = new StreamPipeline(stage, streams, Fail);
        pipeline.Start();
        return pipeline;
    }

    // 5 % are there twice, 20 % up to ten minutes after their time, some are 25 hours old.
    private static List<Sent> Traffic(int seed, int records)
    {
        var random = new Random(seed);
        var begin = TimeProvider.System.GetUtcNow().AddHours(-3);
        var events = Enumerable.Range(0, records * 100 / 105).Select(number =>
        {
            var isTooOld = random.Next(100) == 0;
            var truck = $"T{random.Next(20):00}";
            var time = begin.AddMilliseconds(number * 1_000);
            var recorded = isTooOld ? time.AddHours(-25) : time;
            return (At: time + (random.Next(5) == 0 ? TimeSpan.FromSeconds(random.Next(600)) : TimeSpan.Zero),
                Event: new Sent($"e{number}", truck, recorded, random.Next(10_000), random.Next(2_000, 5_000), isTooOld));
        }).ToList();
        var twice = events.Where(_ => random.Next(20) == 0).Select(one => (one.At.AddSeconds(random.Next(300)), one.Event)).ToList();
        return [.. events.Concat(twice).OrderBy(one => one.Item1).Select(one => one.Event)];
    }

    private static async Task PutAsync(Stage stage, Sent[] events)
    {
        var outcomes = await stage.Kinesis.PutAsync("telemetry", [.. events.Select(one => new PutRecord(one.Truck, Encoding.UTF8.GetBytes(one.Json)))]);
        Assert.All(outcomes, outcome => Assert.Null(outcome.ErrorCode));
    }

    private static async Task ReshardAsync(Stage stage, int shards)
    {
        await stage.Kinesis.InvokeAsync("UpdateShardCount", Encoding.UTF8.GetBytes(
            $$"""{"StreamName":"telemetry","TargetShardCount":{{shards}},"ScalingType":"UNIFORM_SCALING"}"""));
        while (true)
        {
            using var summary = JsonDocument.Parse(await stage.Kinesis.InvokeAsync("DescribeStreamSummary", """{"StreamName":"telemetry"}"""u8.ToArray()));
            if (summary.RootElement.GetProperty("StreamDescriptionSummary").GetProperty("StreamStatus").GetString() == "ACTIVE")
            {
                return;
            }

            await Task.Yield();
        }
    }

    private static async Task EnableAsync(StreamPipeline pipeline, bool isEnabled)
    {
        var mappings = JsonNode.Parse(pipeline.Mappings.List(null, null).Span)!["EventSourceMappings"]!.AsArray();
        using var request = JsonDocument.Parse($$"""{"Enabled":{{(isEnabled ? "true" : "false")}}}""");
        foreach (var mapping in mappings)
        {
            await pipeline.Mappings.UpdateAsync((string)mapping!["UUID"]!, request.RootElement);
        }
    }

    private static List<string> Recomputed(List<Sent> sent) =>
    [
        .. sent.Where(one => !one.IsTooOld)
            .DistinctBy(one => one.Id)
            .GroupBy(one => $"truck#{one.Truck} {one.RecordedAt:yyyy-MM-ddTHH:mm}")
            .Select(row => string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Key} {row.Count()} {row.Sum(one => (long)one.DistanceMm)} {row.Sum(one => (long)one.CargoMc)} {row.Min(one => one.CargoMc)} {row.Max(one => one.CargoMc)}"))
            .Order(StringComparer.Ordinal),
    ];

    private async Task<List<string>> RowsAsync()
    {
        await using var stage = Open();
        var rows = new List<string>();
        await foreach (var item in stage.Tables.Table(TableSchema.Minutes).ScanAsync(Cancellation))
        {
            rows.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{item.Text("k")} {item.Text("m")} {item.Whole("count")} {item.Whole("distance_mm")} {item.Whole("cargo_mc_sum")} {item.Whole("cargo_mc_min")} {item.Whole("cargo_mc_max")}"));
        }

        return [.. rows.Order(StringComparer.Ordinal)];
    }

    private async Task<int> LateAsync()
    {
        await using var stage = Open();
        return stage.Lake.List(new("streaming-analytics-lake", "late/telemetry/")).Count;
    }

    private sealed record Sent(string Id, string Truck, DateTimeOffset RecordedAt, int DistanceMm, int CargoMc, bool IsTooOld)
    {
        public string Json => string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"event_id":"{{Id}}","truck_id":"{{Truck}}","recorded_at":"{{RecordedAt:yyyy-MM-ddTHH:mm:ss.fffZ}}","latitude":51,"longitude":-1,"distance_m":{{DistanceMm / 1000m}},"cargo_c":{{CargoMc / 1000m}}}""");
    }
}
