using Kinesis.Mappings;

namespace Kinesis.Tests.Mappings;

/// <summary>Failed calls, and where a mapping goes on.</summary>
public sealed class RetryTests : IAsyncDisposable
{
    private readonly TestMapping mapping = new();

    public ValueTask DisposeAsync() => mapping.DisposeAsync();

    [Fact]
    public async Task Row_19_The_batch_comes_again_until_it_succeeds_and_nothing_after_it_meanwhile()
    {
        await mapping.Streams.CreateAsync();
        await mapping.PutAsync(0, 3);
        mapping.Function.Answer = _ => mapping.Function.Calls.Count <= 2 ? throw new InvalidOperationException("no") : "";
        await mapping.MapAsync("\"BatchSize\":2");
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(10));
        Assert.Equal("[0 1] -> [0 1] -> [0 1] -> [2 3]", mapping.History);
    }

    [Fact]
    public async Task Row_20_A_batch_that_always_fails_blocks_its_shard_until_its_records_have_left_the_stream()
    {
        await mapping.Streams.CreateAsync();
        await mapping.PutAsync(0, 1);
        Fail("0");
        await mapping.MapAsync("\"BatchSize\":2");
        await mapping.JumpAsync(TimeSpan.FromHours(23));
        await mapping.PutAsync(2, 2);
        await mapping.JumpAsync(TimeSpan.FromMinutes(30));
        Assert.DoesNotContain("2", mapping.History, StringComparison.Ordinal);
        await mapping.JumpAsync(TimeSpan.FromHours(1));
        Assert.EndsWith("[0 1] -> [2]", mapping.History, StringComparison.Ordinal);
        Assert.Empty(mapping.Failures);
    }

    [Fact]
    public async Task Row_21_A_blocked_shard_does_not_hold_up_another()
    {
        await mapping.Streams.CreateAsync(shards: 2);
        await PutTo("0", "bad");
        await PutTo("340282366920938463463374607431768211455", "good");
        Fail("bad");
        await mapping.MapAsync("");
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(10));
        await PutTo("340282366920938463463374607431768211455", "better");
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Single(mapping.Function.Calls, call => call.Texts is ["good"]);
        Assert.Single(mapping.Function.Calls, call => call.Texts is ["better"]);

        Task PutTo(string hash, string text) =>
            mapping.Streams.Service.PutAsync("telemetry", [new("key", System.Text.Encoding.UTF8.GetBytes(text), hash)]);
    }

    [Theory]
    [InlineData(1, "[0] -> [0] -> [1]", 2)]
    [InlineData(0, "[0] -> [1]", 1)]
    public async Task Rows_22_and_23_After_its_retries_a_batch_is_given_up_on_and_told_of(int retries, string history, int count)
    {
        await mapping.Streams.CreateAsync();
        await mapping.PutAsync(0, 1);
        Fail("0");
        await mapping.MapAsync($$$"""
            "BatchSize":1,"MaximumRetryAttempts":{{{retries}}},"DestinationConfig":{"OnFailure":{"Destination":"{{{TestMapping.Queue}}}"}}
            """);
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(history, mapping.History);
        Assert.Equal(count, (int)mapping.Failures.Single().Document["requestContext"]!["approximateInvokeCount"]!);
    }

    [Fact]
    public async Task Row_24_Without_a_destination_records_are_dropped()
    {
        await mapping.Streams.CreateAsync();
        await mapping.PutAsync(0, 1);
        Fail("0");
        await mapping.MapAsync("\"BatchSize\":1,\"MaximumRetryAttempts\":2");
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(10));
        Assert.Equal("[0] -> [0] -> [0] -> [1]", mapping.History);
        Assert.Empty(mapping.Failures);
    }

    [Fact]
    public async Task Row_25_What_the_function_never_saw_is_no_attempt()
    {
        await mapping.Streams.CreateAsync();
        await mapping.PutAsync(0, 0);
        mapping.Function.Answer = _ => mapping.Function.Calls.Count <= 5 ? throw new FunctionUnavailableException("throttled") : "";
        await mapping.MapAsync($$$"""
            "MaximumRetryAttempts":2,"DestinationConfig":{"OnFailure":{"Destination":"{{{TestMapping.Queue}}}"}}
            """);
        await mapping.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(6, mapping.Function.Calls.Count);
        Assert.Empty(mapping.Failures);
    }

    [Fact]
    public async Task Row_26_The_pause_between_retries_grows()
    {
        await mapping.Streams.CreateAsync();
        await mapping.PutAsync(0, 0);
        Fail("0");
        await mapping.MapAsync("");
        await mapping.AdvanceAsync(TimeSpan.FromMinutes(5));
        var pauses = mapping.Function.Calls.Zip(mapping.Function.Calls.Skip(1), (one, next) => next.At - one.At).ToList();
        Assert.Equal(pauses.Order(), pauses);
        Assert.Equal(1_000, pauses[0]);
        Assert.Equal(60_000, pauses[^1]);
    }

    [Fact]
    public async Task Rows_27_and_28_A_disabled_mapping_calls_nothing_and_goes_on_where_it_was()
    {
        await mapping.Streams.CreateAsync();
        await mapping.PutAsync(0, 1);
        await mapping.MapAsync("");
        Assert.Equal("Disabling", (string)(await mapping.UpdateAsync("\"Enabled\":false"))["State"]!);
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(1));
        await mapping.PutAsync(2, 3);
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(10));
        Assert.Equal("[0 1]", mapping.History);
        Assert.Equal("Enabling", (string)(await mapping.UpdateAsync("\"Enabled\":true"))["State"]!);
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal("[0 1] -> [2 3]", mapping.History);
    }

    [Fact]
    public async Task Row_29_A_record_that_gets_too_old_is_given_up_on()
    {
        await mapping.Streams.CreateAsync();
        await mapping.PutAsync(0, 0);
        Fail("0");
        await mapping.MapAsync(AtMost60Seconds);
        await mapping.AdvanceAsync(TimeSpan.FromMinutes(3));
        var failure = mapping.Failures.Single().Document;
        Assert.Equal("RecordAgeExceeded", (string)failure["requestContext"]!["condition"]!);
        Assert.Equal(8, (int)failure["requestContext"]!["approximateInvokeCount"]!);
        Assert.Equal(8, mapping.Function.Calls.Count);
        Assert.Null(failure["responseContext"]);
    }

    [Fact]
    public async Task Row_30_A_record_that_is_too_old_when_it_is_first_read_is_given_up_on()
    {
        await mapping.Streams.CreateAsync();
        await mapping.PutAsync(0, 0);
        mapping.Streams.Time.Advance(TimeSpan.FromSeconds(70));
        Fail("0");
        await mapping.MapAsync(AtMost60Seconds);
        var failure = mapping.Failures.Single().Document;
        Assert.Equal("RecordAgeExceeded", (string)failure["requestContext"]!["condition"]!);
        Assert.Equal(1, (int)failure["requestContext"]!["approximateInvokeCount"]!);
        Assert.Equal(1, (int)failure["KinesisBatchInfo"]!["batchSize"]!);
        Assert.Null(failure["responseContext"]);
    }

    [Fact]
    public async Task Row_31_A_record_that_is_too_old_does_not_keep_the_fresh_ones()
    {
        await mapping.Streams.CreateAsync();
        await mapping.PutAsync(0, 0);
        mapping.Streams.Time.Advance(TimeSpan.FromSeconds(80));
        await mapping.PutAsync(1, 5);
        await mapping.MapAsync(AtMost60Seconds.Replace("\"BatchSize\":1", "\"BatchSize\":10", StringComparison.Ordinal));
        Assert.Equal("[1 2 3 4 5]", mapping.History);
        var batch = mapping.Failures.Single().Document["KinesisBatchInfo"]!;
        var number = await mapping.NumberAsync(0);
        Assert.Equal((1, number, number), ((int)batch["batchSize"]!, (string)batch["startSequenceNumber"]!, (string)batch["endSequenceNumber"]!));
    }

    [Fact]
    public async Task Row_32_After_a_crash_nothing_is_skipped()
    {
        await mapping.Streams.CreateAsync();
        await mapping.PutAsync(0, 1);
        await mapping.MapAsync("\"BatchSize\":2");
        mapping.Function.Takes = TimeSpan.FromSeconds(60);
        await mapping.PutAsync(2, 5);
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(1));
        await mapping.RestartAsync();
        mapping.Function.Takes = TimeSpan.Zero;
        await mapping.AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.Equal("[0 1] -> [2 3] -> [2 3] -> [4 5]", mapping.History);
    }

    private const string AtMost60Seconds = $$$"""
        "BatchSize":1,"MaximumRecordAgeInSeconds":60,"DestinationConfig":{"OnFailure":{"Destination":"{{{TestMapping.Queue}}}"}}
        """;

    private void Fail(string text) => mapping.Function.Answer = call =>
        call.Texts.Contains(text) ? throw new InvalidOperationException($"Cannot count {text}.") : "";
}
