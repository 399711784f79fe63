using System.Text.RegularExpressions;

namespace Kinesis.Tests.Mappings;

/// <summary>Failure records, and answers that report single items.</summary>
public sealed class ReportTests : IAsyncDisposable
{
    private const string Reports = "\"FunctionResponseTypes\":[\"ReportBatchItemFailures\"]";

    private readonly TestMapping mapping = new();

    public ValueTask DisposeAsync() => mapping.DisposeAsync();

    [Theory]
    [InlineData(TestMapping.Queue)]
    [InlineData("arn:aws:sns:us-east-1:000000000000:failures")]
    public async Task Rows_41_and_42_A_failure_record_has_the_batch_but_not_its_records(string destination)
    {
        await GiveUpAsync(destination, 0);
        var (arn, _, document) = mapping.Failures.Single();
        Assert.Equal(destination, arn);
        var number = await mapping.NumberAsync(0);
        const string Uuid = "[0-9a-f-]{36}";
        const string Time = @"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z";
        Assert.Matches(
            $$"""^\{"requestContext":\{"requestId":"{{Uuid}}","functionArn":"arn:aws:lambda:us-east-1:000000000000:function:count","condition":"RetryAttemptsExhausted","approximateInvokeCount":2},"responseContext":\{"statusCode":200,"executedVersion":"\$LATEST","functionError":"Unhandled"},"version":"1.0","timestamp":"{{Time}}","KinesisBatchInfo":\{"shardId":"shardId-000000000000","startSequenceNumber":"{{number}}","endSequenceNumber":"{{number}}","approximateArrivalOfFirstRecord":"{{Time}}","approximateArrivalOfLastRecord":"{{Time}}","batchSize":1,"streamArn":"arn:aws:kinesis:us-east-1:000000000000:stream/telemetry"\}\}$""",
            document.ToJsonString());
    }

    [Fact]
    public async Task Row_43_A_bucket_gets_the_event_too_under_a_name_that_tells_of_it()
    {
        await GiveUpAsync("arn:aws:s3:::lake", 0);
        var (_, key, document) = mapping.Failures.Single();
        var time = Regex.Replace((string)document["timestamp"]!, @"\.\d{3}Z$", "");
        Assert.Matches(
            $"^aws/lambda/{mapping.Id}/shardId-000000000000/{time[..10].Replace('-', '/')}/{time.Replace(':', '.')}-[0-9a-f-]{{36}}$", key);
        Assert.Equal(mapping.Function.Calls[0].Event.ToJsonString(), document["payload"]!.ToJsonString());
    }

    [Fact]
    public async Task Row_44_A_batch_is_told_of_by_its_first_and_last_record()
    {
        await GiveUpAsync(TestMapping.Queue, 2);
        var batch = mapping.Failures.Single().Document["KinesisBatchInfo"]!;
        Assert.Equal(3, (int)batch["batchSize"]!);
        Assert.Equal(await mapping.NumberAsync(0), (string)batch["startSequenceNumber"]!);
        Assert.Equal(await mapping.NumberAsync(2), (string)batch["endSequenceNumber"]!);
    }

    [Fact]
    public async Task Rows_45_and_47_A_reported_item_is_where_a_new_batch_begins_with_attempts_of_its_own()
    {
        await mapping.Streams.CreateAsync();
        await mapping.PutAsync(0, 5);
        mapping.Function.Answer = call => call.Texts.Contains("5") ? call.Reports("5") : "";
        await mapping.MapAsync(Told($"{Reports},\"BatchSize\":3,\"MaximumBatchingWindowInSeconds\":1,\"MaximumRetryAttempts\":3"));
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("[0 1 2] -> [3 4 5] -> [5] -> [5] -> [5] -> [5]", mapping.History);
        var failure = mapping.Failures.Single().Document;
        Assert.Equal(4, (int)failure["requestContext"]!["approximateInvokeCount"]!);
        Assert.Equal("RetryAttemptsExhausted", (string)failure["requestContext"]!["condition"]!);
        Assert.True(failure["responseContext"]!.AsObject().ContainsKey("functionError"));
        Assert.Null(failure["responseContext"]!["functionError"]);
        Assert.Equal(await mapping.NumberAsync(5), (string)failure["KinesisBatchInfo"]!["startSequenceNumber"]!);
        Assert.Equal(1, (int)failure["KinesisBatchInfo"]!["batchSize"]!);
    }

    [Theory]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":123}]}""")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":"49039857307708443467467104868809893875799651909875269634"}]}""")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":""}]}""")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":null}]}""")]
    [InlineData("""{"batchItemFailures":[{"foo":123}]}""")]
    [InlineData("""{"batchItemFailures":[{"foo":null}]}""")]
    public async Task Rows_48_to_52_An_item_that_is_none_of_the_batch_fails_the_whole_batch(string answer)
    {
        await AnswerAsync(answer);
        Assert.Equal("[0] -> [0] -> [0]", mapping.History);
        var failure = mapping.Failures.Single().Document;
        Assert.Equal(3, (int)failure["requestContext"]!["approximateInvokeCount"]!);
        Assert.Null(failure["responseContext"]!["functionError"]);
    }

    [Fact]
    public async Task Row_53_A_function_that_throws_is_told_of_as_unhandled()
    {
        await AnswerAsync(null);
        Assert.Equal("[0] -> [0] -> [0]", mapping.History);
        var failure = mapping.Failures.Single().Document;
        Assert.Equal(3, (int)failure["requestContext"]!["approximateInvokeCount"]!);
        Assert.Equal("Unhandled", (string)failure["responseContext"]!["functionError"]!);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"batchItemFailures":[]}""")]
    [InlineData("""{"batchItemFailures":null}""")]
    public async Task Rows_54_to_59_An_answer_that_reports_nothing_is_a_success(string answer)
    {
        await AnswerAsync(answer);
        Assert.Equal("[0]", mapping.History);
        Assert.Empty(mapping.Failures);
    }

    [Fact]
    public async Task Row_60_Of_several_reported_items_the_lowest_counts()
    {
        await mapping.Streams.CreateAsync();
        await mapping.PutAsync(0, 9);
        mapping.Function.Answer = call => mapping.Function.Calls.Count == 1 ? call.Reports("7", "4") : "";
        await mapping.MapAsync($"{Reports},\"BatchSize\":10");
        Assert.Equal("[0 1 2 3 4 5 6 7 8 9] -> [4 5 6 7 8 9]", mapping.History);
    }

    [Fact]
    public async Task Row_61_A_report_that_was_not_asked_for_is_not_read()
    {
        await mapping.Streams.CreateAsync();
        await mapping.PutAsync(0, 9);
        mapping.Function.Answer = call => call.Reports("4");
        await mapping.MapAsync("\"BatchSize\":10");
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(10));
        Assert.Equal("[0 1 2 3 4 5 6 7 8 9]", mapping.History);
    }

    [Fact]
    public async Task Row_62_Without_reports_the_whole_batch_comes_again()
    {
        await mapping.Streams.CreateAsync();
        await mapping.PutAsync(0, 9);
        mapping.Function.Answer = _ => mapping.Function.Calls.Count == 1 ? throw new InvalidOperationException("no") : "";
        await mapping.MapAsync("\"BatchSize\":10");
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(2));
        Assert.Equal("[0 1 2 3 4 5 6 7 8 9] -> [0 1 2 3 4 5 6 7 8 9]", mapping.History);
    }

    private static string Told(string settings, string destination = TestMapping.Queue) =>
        $$$"""{{{settings}}},"DestinationConfig":{"OnFailure":{"Destination":"{{{destination}}}"}}""";

    private async Task GiveUpAsync(string destination, int last)
    {
        await mapping.Streams.CreateAsync();
        await mapping.PutAsync(0, last);
        mapping.Function.Answer = _ => throw new InvalidOperationException("no");
        await mapping.MapAsync(Told("\"MaximumRetryAttempts\":1", destination));
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(5));
    }

    private async Task AnswerAsync(string? answer)
    {
        await mapping.Streams.CreateAsync();
        await mapping.PutAsync(0, 0);
        mapping.Function.Answer = _ => answer ?? throw new InvalidOperationException("no");
        await mapping.MapAsync(Told($"{Reports},\"BatchSize\":1,\"MaximumRetryAttempts\":2"));
        await mapping.AdvanceAsync(TimeSpan.FromSeconds(10));
    }
}
