using System.Text.RegularExpressions;

namespace Kinesis.Tests.Mappings;

/// <summary>Events, batches, their order and where a mapping begins. The numbers are those of AWS's behaviour as it was recorded (esm).</summary>
public sealed class BatchTests : IAsyncDisposable
{
    private readonly TestMapping mapping = new();

    public ValueTask DisposeAsync() => mapping.DisposeAsync();

    [Fact]
    public async Task Rows_1_and_2_The_event_has_the_members_that_AWS_gives_it_and_no_other()
    {
        await mapping.Streams.CreateAsync();
        await mapping.Streams.Service.PutAsync("telemetry", [new("test_0", "hello"u8.ToArray())]);
        await mapping.MapAsync("");
        var json = mapping.Function.Calls.Single().Event.ToJsonString();
        var sequence = await mapping.NumberAsync(0);
        Assert.Matches(
            "^" + Regex.Escape($$"""{"Records":[{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"test_0","sequenceNumber":"{{sequence}}","data":"aGVsbG8=","approximateArrivalTimestamp":""")
            + @"\d{10}\.\d{3}"
            + Regex.Escape($$"""},"eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"shardId-000000000000:{{sequence}}","eventName":"aws:kinesis:record","invokeIdentityArn":"arn:aws:iam::000000000000:role/count","awsRegion":"us-east-1","eventSourceARN":"arn:aws:kinesis:us-east-1:000000000000:stream/telemetry"}]}""") + "$",
            json);
    }

    [Fact]
    public async Task Rows_3_and_16_Each_shard_has_batches_of_its_own_and_they_run_at_once()
    {
        await mapping.Streams.CreateAsync(shards: 3);
        await mapping.PutAsync(0, 29);
        mapping.Function.Takes = TimeSpan.FromSeconds(5);
        await mapping.MapAsync("");
        Assert.Equal(3, mapping.Function.Calls.Count);
        Assert.Equal(3, mapping.Function.Most);
        Assert.All(mapping.Function.Calls, call => Assert.Single(call.Event["Records"]!.AsArray().Select(record => ((string)record!["eventID"]!)[..20]).Distinct()));
        Assert.Equal(30, mapping.Function.Calls.Sum(call => call.Texts.Count));
    }

    [Fact]
    public async Task Row_4_LATEST_gives_what_was_put_after_it_was_enabled()
    {
        await mapping.Streams.CreateAsync();
        await mapping.MapAsync("", "LATEST");
        await mapping.PutAsync(0, 9);
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(5));
        Assert.Equal("[0 1 2 3 4 5 6 7 8 9]", mapping.History);
    }

    [Fact]
    public async Task Row_5_A_shard_has_one_batch_at_a_time()
    {
        await mapping.Streams.CreateAsync();
        mapping.Function.Takes = TimeSpan.FromSeconds(5);
        await mapping.MapAsync("\"BatchSize\":10", "LATEST");
        await mapping.PutAsync(0, 9);
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(0.5));
        await mapping.PutAsync(10, 19);
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(20));
        Assert.Equal("[0 1 2 3 4 5 6 7 8 9] -> [10 11 12 13 14 15 16 17 18 19]", mapping.History);
        Assert.True(mapping.Function.Calls[1].At - mapping.Function.Calls[0].At >= 5_000);
    }

    [Fact]
    public async Task Row_6_TRIM_HORIZON_gives_all_in_order()
    {
        await mapping.Streams.CreateAsync();
        await mapping.PutAsync(0, 19);
        await mapping.MapAsync("\"BatchSize\":10");
        await mapping.PutAsync(20, 29);
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(2));
        Assert.Equal("[0 1 2 3 4 5 6 7 8 9] -> [10 11 12 13 14 15 16 17 18 19] -> [20 21 22 23 24 25 26 27 28 29]", mapping.History);
    }

    [Fact]
    public async Task Row_7_LATEST_never_gives_what_was_there_before()
    {
        await mapping.Streams.CreateAsync();
        await mapping.PutAsync(0, 3);
        await mapping.MapAsync("", "LATEST");
        await mapping.PutAsync(4, 4);
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(2));
        Assert.Equal("[4]", mapping.History);
    }

    [Fact]
    public async Task Row_8_AT_TIMESTAMP_begins_between_two_records()
    {
        await mapping.Streams.CreateAsync();
        await mapping.PutAsync(0, 1);
        mapping.Streams.Time.Advance(TimeSpan.FromSeconds(10));
        var between = mapping.Streams.Time.GetUtcNow().ToUnixTimeSeconds();
        mapping.Streams.Time.Advance(TimeSpan.FromSeconds(10));
        await mapping.PutAsync(2, 3);
        await mapping.MapAsync($"\"StartingPositionTimestamp\":{between}", "AT_TIMESTAMP");
        Assert.Equal("[2 3]", mapping.History);
    }

    [Fact]
    public async Task Row_9_Two_mappings_on_a_stream_do_not_know_of_each_other()
    {
        await mapping.Streams.CreateAsync();
        var other = mapping.AddFunction("other");
        await mapping.PutAsync(0, 0);
        await mapping.MapAsync("");
        await mapping.MapAsync("", function: "other");
        Assert.Equal("[0]", mapping.History);
        Assert.Equal("[0]", other.History);
    }

    [Fact]
    public async Task Row_10_Without_a_window_a_batch_need_not_be_full()
    {
        await mapping.Streams.CreateAsync();
        await mapping.MapAsync("");
        await mapping.PutAsync(0, 0);
        await mapping.JumpAsync(TimeSpan.Zero);
        Assert.Equal("[0]", mapping.History);
    }

    [Fact]
    public async Task Row_11_A_window_gathers_what_comes_in_it()
    {
        await mapping.Streams.CreateAsync();
        await mapping.MapAsync("\"BatchSize\":10,\"MaximumBatchingWindowInSeconds\":40");
        foreach (var number in Enumerable.Range(0, 5))
        {
            await mapping.PutAsync(number, number);
            await mapping.AdvanceAsync(TimeSpan.FromSeconds(7));
        }

        Assert.Equal("", mapping.History);
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(5));
        Assert.Equal("[0 1 2 3 4]", mapping.History);
    }

    [Fact]
    public async Task Row_12_A_full_batch_ends_the_window()
    {
        await mapping.Streams.CreateAsync();
        await mapping.MapAsync("\"BatchSize\":10,\"MaximumBatchingWindowInSeconds\":40");
        await mapping.PutAsync(0, 4);
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(3));
        await mapping.PutAsync(5, 9);
        await mapping.JumpAsync(TimeSpan.Zero);
        Assert.Equal("[0 1 2 3 4 5 6 7 8 9]", mapping.History);
    }

    [Fact]
    public async Task Row_13_An_event_has_at_most_six_megabytes()
    {
        mapping.Streams.Service.IsUnlimited = true;
        await mapping.Streams.CreateAsync();
        await mapping.MapAsync("\"BatchSize\":10000,\"MaximumBatchingWindowInSeconds\":40");
        await mapping.Streams.Service.PutAsync("telemetry", [.. Enumerable.Range(0, 9).Select(number => new PutRecord($"{number}", new byte[1_000_000]))]);
        await mapping.JumpAsync(TimeSpan.Zero);
        Assert.Equal([4, 4], mapping.Function.Calls.Select(call => call.Texts.Count));
        Assert.All(mapping.Function.Calls, call => Assert.True(call.Event.ToJsonString().Length <= 6 * 1024 * 1024));
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(41));
        Assert.Equal([4, 4, 1], mapping.Function.Calls.Select(call => call.Texts.Count));
    }

    [Fact]
    public async Task Row_14_The_next_window_begins_when_the_call_has_returned()
    {
        await mapping.Streams.CreateAsync();
        mapping.Function.Takes = TimeSpan.FromSeconds(30);
        await mapping.MapAsync("\"MaximumBatchingWindowInSeconds\":10");
        await mapping.PutAsync(0, 0);
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(12));
        await mapping.PutAsync(1, 1);
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(60));
        Assert.Equal("[0] -> [1]", mapping.History);
        Assert.Equal(40_000, mapping.Function.Calls[1].At - mapping.Function.Calls[0].At);
    }

    [Fact]
    public async Task Row_15_An_idle_shard_is_read_once_a_second()
    {
        await mapping.Streams.CreateAsync();
        await mapping.MapAsync("");
        var before = mapping.Mappings.Reads;
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(10, mapping.Mappings.Reads - before);

        mapping.Function.Takes = TimeSpan.FromMilliseconds(10);
        await mapping.PutAsync(0, 299);
        await mapping.AdvanceAsync(TimeSpan.FromMilliseconds(30));
        Assert.Equal([100, 100, 100], mapping.Function.Calls.Select(call => call.Texts.Count));
    }

    [Fact]
    public async Task Row_17_With_a_factor_batches_of_a_shard_run_at_once_and_each_key_keeps_its_order()
    {
        await mapping.Streams.CreateAsync();
        mapping.Function.Takes = TimeSpan.FromSeconds(1);
        foreach (var text in new[] { "a0", "e0", "a1", "e1" })
        {
            await mapping.Streams.Service.PutAsync("telemetry", [new(text[..1], System.Text.Encoding.UTF8.GetBytes(text))]);
        }

        await mapping.MapAsync("\"BatchSize\":1,\"ParallelizationFactor\":2");
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(2, mapping.Function.Most);
        var calls = mapping.Function.Calls.Select(call => call.Texts.Single()).ToList();
        Assert.Equal(["a0", "e0"], calls.Take(2).Order());
        Assert.Equal(["a1", "e1"], calls.Skip(2).Order());
    }

    [Fact]
    public async Task Row_18_An_empty_answer_is_a_success()
    {
        await mapping.Streams.CreateAsync();
        await mapping.PutAsync(0, 0);
        await mapping.MapAsync("\"FunctionResponseTypes\":[\"ReportBatchItemFailures\"]");
        Assert.Equal("[0]", mapping.History);
        Assert.Equal("OK", (string)mapping.Get()["LastProcessingResult"]!);
    }
}
