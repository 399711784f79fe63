namespace Kinesis.Tests.Mappings;

/// <summary>Tumbling windows: a state from call to call, and a last call.</summary>
public sealed class WindowTests : IAsyncDisposable
{
    private readonly TestMapping mapping = new();

    public ValueTask DisposeAsync() => mapping.DisposeAsync();

    [Fact]
    public async Task Rows_70_71_73_and_74_A_window_carries_its_state_to_a_last_call_and_then_the_checkpoint_moves()
    {
        await StartAsync();
        await mapping.PutAsync(0, 0);
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(10));
        await mapping.PutAsync(1, 1);
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(200));
        var calls = mapping.Function.Calls;
        Assert.Equal("[0] -> [1] -> []", mapping.History);
        Assert.Equal(["{}", """{"count":1}""", """{"count":2}"""], calls.Select(call => call.Event["state"]!.ToJsonString()));
        Assert.Equal([false, false, true], calls.Select(call => (bool)call.Event["isFinalInvokeForWindow"]!));
        Assert.All(calls, call => Assert.False((bool)call.Event["isWindowTerminatedEarly"]!));
        Assert.Equal("shardId-000000000000", (string)calls[0].Event["shardId"]!);
        Assert.EndsWith(":stream/telemetry", (string)calls[0].Event["eventSourceARN"]!, StringComparison.Ordinal);

        // A multiple of the length, and both ends are there.
        var (start, end) = (DateTimeOffset.Parse((string)calls[0].Event["window"]!["start"]!), DateTimeOffset.Parse((string)calls[0].Event["window"]!["end"]!));
        Assert.Equal((0, 120), (start.ToUnixTimeSeconds() % 120, (end - start).TotalSeconds));
        await mapping.RestartAsync();
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(200));
        Assert.Equal(3, mapping.Function.Calls.Count);
    }

    [Fact]
    public async Task Row_72_An_answer_without_a_state_is_a_failure()
    {
        await StartAsync();
        mapping.Function.Answer = _ => mapping.Function.Calls.Count == 1 ? "{}" : """{"state":{}}""";
        await mapping.PutAsync(0, 0);
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(3));
        Assert.Equal("[0] -> [0]", mapping.History);
    }

    [Fact]
    public async Task Row_73_While_the_last_call_fails_nothing_else_of_the_shard_is_done()
    {
        await StartAsync();
        await mapping.PutAsync(0, 0);
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(1));
        var fails = true;
        mapping.Function.Answer = call => (bool)call.Event["isFinalInvokeForWindow"]! && fails ? throw new InvalidOperationException("no") : """{"state":{}}""";
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(130));
        await mapping.PutAsync(1, 1);
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(30));
        Assert.StartsWith("[0] -> [] -> [] -> []", mapping.History, StringComparison.Ordinal);
        Assert.DoesNotContain("[1]", mapping.History, StringComparison.Ordinal);
        fails = false;
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(61));
        Assert.EndsWith("[] -> [1]", mapping.History, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_74_Records_on_both_sides_of_a_boundary_are_of_different_windows()
    {
        await mapping.Streams.CreateAsync();
        var now = mapping.Streams.Time.GetUtcNow().ToUnixTimeSeconds();
        mapping.Streams.Time.Advance(TimeSpan.FromSeconds(119 - (now % 120)));
        await mapping.PutAsync(0, 0);
        mapping.Streams.Time.Advance(TimeSpan.FromSeconds(1));
        await mapping.PutAsync(1, 1);
        mapping.Function.Answer = call => $$"""{"state":{"count":{{call.Texts.Count}} } }""";
        await mapping.MapAsync("\"TumblingWindowInSeconds\":120");
        Assert.Equal("[0] -> [] -> [1]", mapping.History);
        Assert.Equal("{}", mapping.Function.Calls[2].Event["state"]!.ToJsonString());
    }

    [Fact]
    public async Task Row_75_A_state_that_is_too_large_ends_the_window_early()
    {
        await StartAsync();
        mapping.Function.Answer = _ => $$"""{"state":"{{new string('x', 1024 * 1024)}}"}""";
        await mapping.PutAsync(0, 0);
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal("[0] -> []", mapping.History);
        Assert.True((bool)mapping.Function.Calls[1].Event["isWindowTerminatedEarly"]!);
    }

    [Fact]
    public async Task Row_76_A_shard_that_ends_ends_its_window_and_its_children_begin_their_own()
    {
        await StartAsync();
        await mapping.PutAsync(0, 0);
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(1));
        await mapping.Streams.CallAsync("SplitShard", new { StreamName = "telemetry", ShardToSplit = "shardId-000000000000", NewStartingHashKey = "2" });
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(3));
        Assert.Equal("[0] -> []", mapping.History);
        await mapping.PutAsync(1, 1);
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal("{}", mapping.Function.Calls[2].Event["state"]!.ToJsonString());
    }

    [Fact]
    public async Task Row_77_Retries_in_a_window_are_as_many_as_ever()
    {
        await StartAsync($$$"""
            ,"MaximumRetryAttempts":1,"DestinationConfig":{"OnFailure":{"Destination":"{{{TestMapping.Queue}}}"}}
            """);
        mapping.Function.Answer = _ => throw new InvalidOperationException("no");
        await mapping.PutAsync(0, 0);
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(5));
        Assert.Equal("[0] -> [0]", mapping.History);
        Assert.Single(mapping.Failures);
    }

    // At the beginning of a window.
    private async Task StartAsync(string settings = "")
    {
        await mapping.Streams.CreateAsync();
        mapping.Function.Answer = call =>
            $$"""{"state":{"count":{{((int?)call.Event["state"]!["count"] ?? 0) + call.Texts.Count}} } }""";
        await mapping.MapAsync($"\"TumblingWindowInSeconds\":120{settings}");
        await mapping.JumpAsync(TimeSpan.FromSeconds(120 - (mapping.Streams.Time.GetUtcNow().ToUnixTimeSeconds() % 120)));
    }
}
