using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Local.Serve.Http;

namespace Local.Tests.Serve;

/// <summary>What the server does not take on at once: shed with the errors that make an SDK wait and send again.</summary>
public sealed class LimitTests
{
    private const string Standing = """{"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":86400,"End":true}}}""";

    private static readonly ServeLimits OneAtATime = new() { AtWork = 1, AtWorkWithRecords = 1, LongAtWork = 1, Waiting = 0 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("AWSStepFunctions.ListStateMachines", "{}", "400 ThrottlingException Rate exceeded")]
    [InlineData("AmazonAthena.ListQueryExecutions", "{}", "400 ThrottlingException Rate exceeded")]
    [InlineData("AmazonSQS.ListQueues", "{}", "403 RequestThrottled Request is throttled.")]
    [InlineData("AmazonSQS.ReceiveMessage", """{"QueueUrl":"DeliveryQueue"}""", "403 RequestThrottled Request is throttled.")]
    [InlineData("Firehose_20150804.PutRecord", """{"DeliveryStreamName":"inventory","Record":{"Data":"e30="}}""", "503 ServiceUnavailableException Slow down.")]
    public async Task A_request_too_many_is_shed_as_its_service_sheds_it_and_others_are_answered(string target, string body, string refusal)
    {
        await using var served = await Served.StartAsync(limits: OneAtATime);
        var held = new HeldBody(body);
        var first = served.SendAsync(target, body, held.Carry);
        await held.IsRead;

        using var shed = await served.SendAsync(target, body);
        using var page = await served.GetAsync("/");
        var other = await served.CallAsync("AWSStepFunctions.ListExecutions", $$"""{"stateMachineArn":"{{Served.StorePlanning}}"}""");
        held.Release();
        using var answered = await first;
        using var next = await served.SendAsync(target, body);

        var error = JsonNode.Parse(await shed.Content.ReadAsStringAsync(Cancellation))!;
        Assert.Equal(refusal, $"{(int)shed.StatusCode} {Assert.Single(shed.Headers.GetValues("x-amzn-ErrorType"))} {error["message"]}");
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK], [page.StatusCode, answered.StatusCode, next.StatusCode]);
        Assert.NotNull(other["executions"]);
    }

    [Fact]
    public async Task A_request_that_finds_a_place_to_wait_is_answered_in_its_turn()
    {
        await using var served = await Served.StartAsync(limits: OneAtATime with { Waiting = 1 });
        var held = new HeldBody("{}");
        var first = served.SendAsync("AmazonSQS.ListQueues", "{}", held.Carry);
        await held.IsRead;

        var second = served.SendAsync("AmazonSQS.ListQueues", "{}");
        held.Release();

        Assert.All(await Task.WhenAll(first, second), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
    }

    [Fact]
    public async Task An_execution_too_many_is_refused_until_one_has_ended_and_one_that_runs_is_answered_for_again()
    {
        await using var served = await Served.StartAsync(limits: new() { RunningExecutions = 1 });
        var machine = await served.CreateMachineAsync("Standing", Standing);
        var request = $$"""{"stateMachineArn":"{{machine}}"}""";
        var named = $$"""{"stateMachineArn":"{{machine}}","name":"one"}""";
        var running = (string)(await served.CallAsync("AWSStepFunctions.StartExecution", named))["executionArn"]!;

        var again = await served.CallAsync("AWSStepFunctions.StartExecution", named);
        using var refused = await served.SendAsync("AWSStepFunctions.StartExecution", request);
        await served.CallAsync("AWSStepFunctions.StopExecution", $$"""{"executionArn":"{{running}}"}""");
        await served.EndAsync(running);
        using var started = await served.SendAsync("AWSStepFunctions.StartExecution", request);

        var error = JsonNode.Parse(await refused.Content.ReadAsStringAsync(Cancellation))!;
        Assert.Equal(
            "400 ExecutionLimitExceeded The maximum number of running executions has been reached: 1. Wait for one to end, or stop one.",
            $"{(int)refused.StatusCode} {error["__type"]} {error["message"]}");
        Assert.Equal((running, HttpStatusCode.OK), ((string)again["executionArn"]!, started.StatusCode));
    }

    /// <summary>A body that is sent when the server begins to read it, and then only when it is let go.</summary>
    private sealed class HeldBody(string body) : HttpContent
    {
        private readonly TaskCompletionSource isRead = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task IsRead => isRead.Task;

        public void Release() => released.SetResult();

        public void Carry(HttpRequestMessage request)
        {
            Headers.ContentType = request.Content!.Headers.ContentType;
            request.Content = this;
            request.Headers.ExpectContinue = true;
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            isRead.SetResult();
            await released.Task;
            await stream.WriteAsync(Encoding.UTF8.GetBytes(body), Cancellation);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = Encoding.UTF8.GetByteCount(body);
            return true;
        }
    }
}
