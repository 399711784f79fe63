using System.Text.Json.Nodes;

namespace Kinesis.Tests;

public sealed class ShardTests : IAsyncDisposable
{
    private const string Middle = "170141183460469231731687303715884105728";

    private readonly TestStreams streams = new();

    public ValueTask DisposeAsync() => streams.DisposeAsync();

    [Fact]
    public async Task A_split_shard_is_read_to_its_end_and_then_names_its_children()
    {
        await streams.CreateAsync();
        await streams.PutAsync("before");
        var iterator = await streams.IteratorAsync();
        await SplitAsync();
        await streams.PutAsync("after");

        var page = await streams.CallAsync("GetRecords", new { ShardIterator = iterator });
        Assert.Equal(["before"], TestStreams.Texts(page));
        var end = await streams.CallAsync("GetRecords", new { ShardIterator = (string)page["NextShardIterator"]! });
        Assert.Null(end["NextShardIterator"]);
        Assert.Equal(["shardId-000000000001", "shardId-000000000002"], end["ChildShards"]!.AsArray().Select(child => (string)child!["ShardId"]!));
        Assert.Equal(["after"], [.. await streams.ReadAsync(1), .. await streams.ReadAsync(2)]);
    }

    [Fact]
    public async Task A_closed_shard_is_gone_when_its_records_have_expired()
    {
        await streams.CreateAsync();
        await SplitAsync();
        streams.Time.Advance(TimeSpan.FromHours(23));
        Assert.Equal(3, (await ShardsAsync()).Count);
        streams.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(["shardId-000000000001", "shardId-000000000002"], (await ShardsAsync()).Select(shard => (string)shard!["ShardId"]!));
        var error = await Assert.ThrowsAsync<KinesisException>(() => streams.IteratorAsync());
        Assert.Equal("Shard shardId-000000000000 in stream telemetry under account 000000000000 does not exist", error.Message);
    }

    [Fact]
    public async Task A_change_that_was_asked_for_happens_though_the_process_was_killed_meanwhile()
    {
        await streams.CreateAsync();
        await streams.CallAsync("SplitShard", new { StreamName = "telemetry", ShardToSplit = "shardId-000000000000", NewStartingHashKey = Middle });
        streams.Settle();
        await using var next = streams.Open();
        Assert.Equal([false, true, true], next.Store.Get("telemetry").Shards.Select(shard => shard.IsOpen));
    }

    [Fact]
    public async Task An_on_demand_stream_has_four_shards_and_is_not_resharded_by_hand()
    {
        await streams.CallAsync("CreateStream", """{"StreamName":"telemetry","StreamModeDetails":{"StreamMode":"ON_DEMAND"}}""");
        streams.Settle();
        Assert.Equal(4, (await ShardsAsync()).Count);
        var error = await Assert.ThrowsAsync<KinesisException>(SplitAsync);
        Assert.Equal("Request is invalid. Stream telemetry under account 000000000000 is in On-Demand mode.", error.Message);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(3, 2)]
    [InlineData(7, 13)]
    [InlineData(16, 9)]
    public async Task Open_shards_cover_all_hash_keys_once_after_UpdateShardCount(int from, int to)
    {
        await streams.CreateAsync(shards: from);
        await streams.CallAsync("UpdateShardCount", new { StreamName = "telemetry", TargetShardCount = to, ScalingType = "UNIFORM_SCALING" });
        streams.Settle();
        var open = streams.Service.Store.Get("telemetry").Shards.Where(shard => shard.IsOpen).OrderBy(shard => shard.First).ToList();
        Assert.Equal(to, open.Count);
        Assert.Equal(UInt128.Zero, open[0].First);
        Assert.Equal(UInt128.MaxValue, open[^1].Last);
        Assert.All(open.Zip(open.Skip(1)), pair => Assert.Equal(pair.First.Last + 1, pair.Second.First));
    }

    [Fact]
    public async Task A_larger_record_is_taken_after_UpdateMaxRecordSize()
    {
        await streams.CreateAsync();
        streams.Service.IsUnlimited = true;
        var record = new PutRecord("key", new byte[2 * 1024 * 1024]);
        await Assert.ThrowsAsync<KinesisException>(() => streams.Service.PutAsync("telemetry", [record]));
        await streams.CallAsync(
            "UpdateMaxRecordSize", new { StreamARN = streams.Service.Options.StreamArn("telemetry"), MaxRecordSizeInKiB = 2048 });
        Assert.Null((await streams.Service.PutAsync("telemetry", [record]))[0].ErrorCode);
    }

    private async Task SplitAsync()
    {
        await streams.CallAsync("SplitShard", new { StreamName = "telemetry", ShardToSplit = "shardId-000000000000", NewStartingHashKey = Middle });
        streams.Settle();
    }

    private async Task<JsonArray> ShardsAsync() => (await streams.CallAsync("ListShards", new { StreamName = "telemetry" }))["Shards"]!.AsArray();
}
