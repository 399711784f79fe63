using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Local.Faults;
using Local.Services;
using Local.StreamMinutes;
using Tests.Shared;

namespace Local.Tests.Serve;

/// <summary>The minutes of the stage are what plain code computes from the events, whatever happens to streams and mappings meanwhile.</summary>
public sealed class ExactMinutesTests : IDisposable
{
    private const int Records = 10_000;
    private const int RecordsOfSeed = 2_000;
    private const int AtOnce = 200;

    private readonly TemporaryFolder folder = new();

    /// <summary><c>EXACT_SEEDS</c> is how many runs with other faults there are, and <c>EXACT_FIRST</c> the first one's seed.</summary>
    public static TheoryData<int> Seeds { get; } = [.. Enumerable.Range(Number("EXACT_FIRST", 1), Number("EXACT_SEEDS", 4))];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_thousand_records_with_duplicates_disorder_and_too_old_ones_are_counted_once_each()
    {
        var sent = TelemetryTraffic.Of(seed: 1, Records);
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

        Assert.Equal(TelemetryTraffic.Recomputed(sent), await RowsAsync());
        Assert.Equal(sent.Count, came.Counted + came.Repeated + came.Late + came.Refused);
        Assert.Equal(sent.Where(one => !one.IsTooOld).Select(one => one.Id).Distinct().Count(), came.Counted);
        Assert.Equal(sent.Where(one => one.IsTooOld).Select(one => one.Id).Distinct().Count(), await LateAsync());
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Throttled_tables_restarts_reshards_and_a_paused_mapping_in_between_change_no_row(int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        var faults = new FaultInjection(FaultSpec.Parse($"dynamodb=0.05,kinesis=0.05,seed={seed}"), () => Assert.Fail("No crash was asked for."));
        var sent = TelemetryTraffic.Of(seed, RecordsOfSeed);
        var random = new Random(seed);
        var chunks = new Queue<TelemetryTraffic.Sent[]>(sent.Chunk(AtOnce));
        var shards = 1;
        while (chunks.Count > 0)
        {
            // Each round is a process of its own, which ends while batches are under way.
            await using var stage = Open(faults);
            await using var streams = stage.OpenStreams(Fail);
            await using var pipeline = Begin(stage, streams);
            await pipeline.ReadyAsync();
            if (random.Next(2) == 0)
            {
                await ReshardAsync(stage, shards = shards == 1 || (shards == 2 && random.Next(2) == 0) ? 2 * shards : shards / 2);
            }

            await EnableAsync(pipeline, random.Next(3) > 0);
            for (var round = random.Next(1, 5); round > 0 && chunks.TryDequeue(out var chunk); round--)
            {
                await PutAsync(stage, chunk);
            }
        }

        await using (var stage = Open(faults))
        {
            await using var streams = stage.OpenStreams(Fail);
            await using var pipeline = Begin(stage, streams);
            await pipeline.ReadyAsync();
            await EnableAsync(pipeline, true);
            await pipeline.CaughtUpAsync(Cancellation);
        }

        Assert.Equal(TelemetryTraffic.Recomputed(sent), await RowsAsync());
    }

    public void Dispose() => folder.Dispose();

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private static void Fail(string notice) => TestContext.Current.TestOutputHelper?.WriteLine(notice);

    private Stage Open(FaultInjection? faults = null) => Stage.Open(folder["data"], TimeProvider.System, new Random(1), faults);

    private static StreamPipeline Begin(Stage stage, Firehose.DeliveryStreams streams)
    {
        stage.Kinesis.IsUnlimited = true;
        var pipeline = new StreamPipeline(stage, streams, Fail);
        pipeline.Start();
        return pipeline;
    }

    private static async Task PutAsync(Stage stage, TelemetryTraffic.Sent[] events)
    {
        await stage.Kinesis.PutAllAsync(
            "telemetry", events.Select(one => one.Record), Cancellation);
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

    private async Task<List<string>> RowsAsync()
    {
        await using var stage = Open();
        return await TelemetryTraffic.RowsAsync(stage);
    }

    private async Task<int> LateAsync()
    {
        await using var stage = Open();
        return stage.Lake.List(new("streaming-analytics-lake", "late/telemetry/")).Count;
    }
}
