namespace Kinesis.Tests.Mappings;

/// <summary>A child is read when its parents have come to their end.</summary>
public sealed class ReshardTests : IAsyncDisposable
{
    private const string Highest = "340282366920938463463374607431768211455";
    private const string Middle = "170141183460469231731687303715884105728";

    private readonly TestMapping mapping = new();

    public ValueTask DisposeAsync() => mapping.DisposeAsync();

    [Fact]
    public async Task Rows_78_and_82_Unread_records_of_a_parent_come_before_those_of_its_children()
    {
        await mapping.Streams.CreateAsync();
        await mapping.PutAsync(0, 2);
        await SplitAsync();
        await PutAsync("0", "3");
        await PutAsync(Highest, "4");
        await mapping.MapAsync("\"BatchSize\":1");
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(5));
        Assert.StartsWith("[0] -> [1] -> [2] -> ", mapping.History, StringComparison.Ordinal);
        Assert.Equal(["3", "4"], mapping.Function.Calls.Skip(3).Select(call => call.Texts.Single()).Order());
    }

    [Fact]
    public async Task Row_79_A_merged_shard_waits_for_both_its_parents()
    {
        await mapping.Streams.CreateAsync(shards: 2);
        await PutAsync("0", "low");
        await PutAsync(Highest, "high");
        await mapping.Streams.CallAsync(
            "MergeShards", new { StreamName = "telemetry", ShardToMerge = "shardId-000000000000", AdjacentShardToMerge = "shardId-000000000001" });
        mapping.Streams.Settle();
        await PutAsync("0", "merged");
        mapping.Function.Answer = call => call.Texts.Contains("high") && mapping.Function.Calls.Count < 8 ? throw new InvalidOperationException("no") : "";
        await mapping.MapAsync("");
        await mapping.AdvanceAsync(TimeSpan.FromMinutes(5));
        Assert.Equal("merged", mapping.Function.Calls[^1].Texts.Single());
        Assert.Equal(1, mapping.Function.Calls.Count(call => call.Texts.Contains("merged")));
        Assert.Equal("high", mapping.Function.Calls[^2].Texts.Single());
    }

    [Fact]
    public async Task Row_80_The_children_of_a_blocked_parent_wait()
    {
        await mapping.Streams.CreateAsync();
        await mapping.PutAsync(0, 1);
        await SplitAsync();
        await PutAsync("0", "3");
        mapping.Function.Answer = call => call.Texts.Contains("1") ? throw new InvalidOperationException("no") : "";
        await mapping.MapAsync("\"BatchSize\":1");
        await mapping.AdvanceAsync(TimeSpan.FromMinutes(10));
        Assert.DoesNotContain("3", mapping.History, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_81_A_mapping_at_LATEST_reads_children_from_their_beginning()
    {
        await mapping.Streams.CreateAsync();
        await mapping.MapAsync("", "LATEST");
        await mapping.PutAsync(0, 0);
        await SplitAsync();
        await PutAsync("0", "low");
        await PutAsync(Highest, "high");
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(5));
        Assert.Equal("0", mapping.Function.Calls[0].Texts.Single());
        Assert.Equal(["high", "low"], mapping.Function.Calls.Skip(1).Select(call => call.Texts.Single()).Order());
    }

    private async Task SplitAsync()
    {
        await mapping.Streams.CallAsync("SplitShard", new { StreamName = "telemetry", ShardToSplit = "shardId-000000000000", NewStartingHashKey = Middle });
        mapping.Streams.Settle();
    }

    private Task<IReadOnlyList<PutOutcome>> PutAsync(string hash, string text) =>
        mapping.Streams.Service.PutAsync("telemetry", [new("key", System.Text.Encoding.UTF8.GetBytes(text), hash)]);
}
