using System.Text;
using System.Text.Json;
using Local.Services;
using Local.Simulating;
using StoreSimulation;
using Tests.Shared;

namespace Local.Tests.Simulating;

public sealed class StreamProducerTests : IDisposable
{
    private const int Records = 4_000;

    private readonly TemporaryFolder folder = new();
    private readonly ManualTime clock = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_shard_has_no_room_for_is_sent_again_and_nothing_else_is()
    {
        await using var stage = Stage.Open(folder["data"], clock, new Random(1));
        await stage.Kinesis.EnsureStreamAsync("telemetry", shards: 1, retentionHours: 24);
        var start = clock.GetUtcNow();
        var records = Enumerable.Range(0, Records).Select(number => new TimedRecord(
            start, "telemetry", $"T{number % 7}", Encoding.UTF8.GetBytes($"{number}")));

        var sending = new StreamProducer(new KinesisStreams(stage), clock, speed: 0).SendAsync(records, start, Cancellation);
        while (!sending.IsCompleted)
        {
            // Only while it waits: a slow disk must not cost a day of the records' retention.
            if (clock.Waiting > 0)
            {
                clock.Advance(TimeSpan.FromMilliseconds(100));
            }

            await Task.Yield();
        }

        Assert.Equal(Records, await sending);

        // A thousand a second is what the shard takes.
        Assert.True(clock.GetUtcNow() - start >= TimeSpan.FromSeconds((Records / 1_000) - 1));
        Assert.Equal(
            Enumerable.Range(0, Records).Select(number => $"{number}").Order(StringComparer.Ordinal),
            (await ReadAsync(stage)).Order(StringComparer.Ordinal));
    }

    public void Dispose() => folder.Dispose();

    private static async Task<List<string>> ReadAsync(Stage stage)
    {
        stage.Kinesis.IsUnlimited = true;
        using var iterator = JsonDocument.Parse(await stage.Kinesis.InvokeAsync(
            "GetShardIterator",
            """{"StreamName":"telemetry","ShardId":"shardId-000000000000","ShardIteratorType":"TRIM_HORIZON"}"""u8.ToArray()));
        using var page = JsonDocument.Parse(await stage.Kinesis.InvokeAsync(
            "GetRecords", Encoding.UTF8.GetBytes($$"""{"ShardIterator":"{{iterator.RootElement.GetProperty("ShardIterator").GetString()}}"}""")));
        return [.. page.RootElement.GetProperty("Records").EnumerateArray().Select(record => Encoding.UTF8.GetString(record.GetProperty("Data").GetBytesFromBase64()))];
    }
}
