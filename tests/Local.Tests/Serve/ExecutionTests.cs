using System.Text.Json.Nodes;
using Tests.Shared;

namespace Local.Tests.Serve;

public sealed class ExecutionTests
{
    private const string Pass = """{"StartAt":"A","States":{"A":{"Type":"Pass","Result":{"b":1},"End":true}}}""";
    private const string Wait = """{"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":60,"Next":"B"},"B":{"Type":"Pass","End":true}}}""";

    private const string Fails = """{"StartAt":"A","States":{"A":{"Type":"Fail","Error":"E"}}}""";

    // Fails the first time: there is no queue called Missing.
    private const string Mend =
        """
        {"StartAt":"Send","States":{"Send":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","Parameters":{
          "QueueUrl.$":"States.ArrayGetItem(States.Array('Missing', 'DeliveryQueue'), $$.Execution.RedriveCount)","MessageBody":{"a":1}},
          "ResultSelector":{"digest.$":"$.MD5OfMessageBody"},"End":true}}}
        """;

    [Fact]
    public async Task An_execution_runs_in_the_background_and_is_described_as_AWS_does()
    {
        await using var served = await Served.StartAsync();
        var arn = await served.StartExecutionAsync(await served.CreateMachineAsync("M", Pass), """{"a":1}""");

        var ended = await served.EndAsync(arn);

        Assert.Equal(
            (arn, "SUCCEEDED", """{"a":1}""", """{"b":1}""", "NOT_REDRIVABLE", "Execution is SUCCEEDED and cannot be redriven"),
            ((string)ended["executionArn"]!, (string)ended["status"]!, (string)ended["input"]!, (string)ended["output"]!,
                (string)ended["redriveStatus"]!, (string)ended["redriveStatusReason"]!));
        Assert.InRange((double)ended["stopDate"]!, (double)ended["startDate"]!, double.MaxValue);
    }

    [Fact]
    public async Task A_history_is_read_page_by_page_forwards_and_backwards()
    {
        await using var served = await Served.StartAsync();
        var arn = await served.StartExecutionAsync(await served.CreateMachineAsync("M", Pass));
        await served.EndAsync(arn);

        Assert.Equal("ExecutionStarted PassStateEntered | PassStateExited ExecutionSucceeded", await PagesAsync("false"));
        Assert.Equal("ExecutionSucceeded PassStateExited | PassStateEntered ExecutionStarted", await PagesAsync("true"));

        async Task<string> PagesAsync(string reverse)
        {
            var pages = new List<string>();
            for (var token = ""; token is not null;)
            {
                var more = token.Length == 0 ? "" : $@",""nextToken"":""{token}""";
                var page = await served.CallAsync(
                    "AWSStepFunctions.GetExecutionHistory",
                    $$"""{"executionArn":"{{arn}}","maxResults":2,"reverseOrder":{{reverse}}{{more}}}""");
                pages.Add(string.Join(' ', page["events"]!.AsArray().Select(happened => (string)happened!["type"]!)));
                token = (string?)page["nextToken"];
            }

            return string.Join(" | ", pages);
        }
    }

    [Fact]
    public async Task A_history_without_its_data_leaves_inputs_and_outputs_out()
    {
        await using var served = await Served.StartAsync();
        var arn = await served.StartExecutionAsync(await served.CreateMachineAsync("M", Pass));
        await served.EndAsync(arn);

        var history = await served.CallAsync(
            "AWSStepFunctions.GetExecutionHistory", $$"""{"executionArn":"{{arn}}","includeExecutionData":false}""");

        Assert.Equal(
            """{"name":"A"}""", history["events"]![1]!["stateEnteredEventDetails"]!.ToJsonString());
    }

    [Fact]
    public async Task A_start_that_is_sent_again_is_the_same_execution_and_a_taken_name_is_refused()
    {
        var clock = new ManualTime();
        await using var served = await Served.StartAsync(clock);
        var machine = await served.CreateMachineAsync("M", Wait);
        var start = $$"""{"stateMachineArn":"{{machine}}","name":"once","input":"{}"}""";

        var first = await served.CallAsync("AWSStepFunctions.StartExecution", start);
        var again = await served.CallAsync("AWSStepFunctions.StartExecution", start);
        using var other = await served.SendAsync("AWSStepFunctions.StartExecution", start.Replace("{}", "[]", StringComparison.Ordinal));

        Assert.Equal(first.ToJsonString(), again.ToJsonString());
        Assert.Equal("ExecutionAlreadyExists", Assert.Single(other.Headers.GetValues("x-amzn-ErrorType")));
    }

    [Fact]
    public async Task A_stopped_execution_is_aborted_for_the_reason_given()
    {
        await using var served = await Served.StartAsync(new ManualTime());
        var arn = await served.StartExecutionAsync(await served.CreateMachineAsync("M", Wait));

        await served.CallAsync("AWSStepFunctions.StopExecution", $$"""{"executionArn":"{{arn}}","error":"E","cause":"c"}""");

        var ended = await served.DescribeAsync(arn);
        Assert.Equal(("ABORTED", "E", "c"), ((string)ended["status"]!, (string)ended["error"]!, (string)ended["cause"]!));
    }

    [Fact]
    public async Task A_failed_execution_is_redriven_from_the_state_that_failed()
    {
        await using var served = await Served.StartAsync();
        var arn = await served.StartExecutionAsync(await served.CreateMachineAsync("M", Mend));
        var failed = await served.EndAsync(arn);
        Assert.Equal(
            ("FAILED", "SQS.AmazonSQSException", "REDRIVABLE"),
            ((string)failed["status"]!, (string)failed["error"]!, (string)failed["redriveStatus"]!));

        await served.CallAsync("AWSStepFunctions.RedriveExecution", $$"""{"executionArn":"{{arn}}"}""");

        var ended = await served.EndAsync(arn);
        Assert.Equal(("SUCCEEDED", 1), ((string)ended["status"]!, (int)ended["redriveCount"]!));
        Assert.Equal("""{"digest":"bb6cb5c68df4652941caf652a366f2d8"}""", (string)ended["output"]!);
        using var again = await served.SendAsync("AWSStepFunctions.RedriveExecution", $$"""{"executionArn":"{{arn}}"}""");
        Assert.Equal("ExecutionNotRedrivable", Assert.Single(again.Headers.GetValues("x-amzn-ErrorType")));
    }

    [Fact]
    public async Task A_redrive_that_is_asked_for_again_is_the_same_redrive()
    {
        var clock = new ManualTime();
        await using var served = await Served.StartAsync(clock);
        var arn = await served.StartExecutionAsync(await served.CreateMachineAsync("M", Fails));
        await served.EndAsync(arn);
        var first = await RedriveAsync("token");
        await served.EndAsync(arn);
        clock.Advance(TimeSpan.FromMinutes(15));
        await served.RestartAsync();

        Assert.Equal(first, await RedriveAsync("token"));
        Assert.Equal(1, (int)(await served.DescribeAsync(arn))["redriveCount"]!);

        Assert.NotEqual(first, await RedriveAsync("another"));
        await served.EndAsync(arn);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotEqual(first, await RedriveAsync("token"));
        Assert.Equal(3, (int)(await served.EndAsync(arn))["redriveCount"]!);

        async Task<string> RedriveAsync(string token) => (await served.CallAsync(
            "AWSStepFunctions.RedriveExecution", $$"""{"executionArn":"{{arn}}","clientToken":"{{token}}"}""")).ToJsonString();
    }

    [Fact]
    public async Task An_EXPRESS_execution_is_answered_when_it_ends_and_not_kept()
    {
        await using var served = await Served.StartAsync();
        var machine = await served.CreateMachineAsync("M", Pass, "EXPRESS");

        var answer = await served.CallAsync("AWSStepFunctions.StartSyncExecution", $$"""{"stateMachineArn":"{{machine}}","name":"n"}""");

        Assert.Equal(("SUCCEEDED", """{"b":1}"""), ((string)answer["status"]!, (string)answer["output"]!));
        Assert.StartsWith("arn:aws:states:us-east-1:000000000000:express:M:n:", (string)answer["executionArn"]!, StringComparison.Ordinal);
        var kept = await served.CallAsync("AWSStepFunctions.ListExecutions", $$"""{"stateMachineArn":"{{machine}}"}""");
        Assert.Empty(kept["executions"]!.AsArray());
    }

    [Fact]
    public async Task An_EXPRESS_execution_has_five_minutes()
    {
        var clock = new ManualTime();
        await using var served = await Served.StartAsync(clock);
        var machine = await served.CreateMachineAsync("M", Wait.Replace("60", "600", StringComparison.Ordinal), "EXPRESS");
        var end = clock.GetUtcNow() + TimeSpan.FromMinutes(5);

        var answering = served.CallAsync("AWSStepFunctions.StartSyncExecution", $$"""{"stateMachineArn":"{{machine}}"}""");
        while (!clock.IsDueAt(end) || !clock.IsDueAt(end + TimeSpan.FromMinutes(5)))
        {
            await Task.Yield();
        }

        clock.Advance(TimeSpan.FromMinutes(5));

        var answer = await answering;
        Assert.Equal(("TIMED_OUT", "States.Timeout"), ((string)answer["status"]!, (string)answer["error"]!));
    }

    [Fact]
    public async Task A_task_waits_for_whoever_has_its_token()
    {
        const string AskSomebody =
            """
            {"StartAt":"Ask","States":{"Ask":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage.waitForTaskToken",
              "Parameters":{"QueueUrl":"DeliveryQueue","MessageBody":{"token.$":"$$.Task.Token"}},"End":true}}}
            """;
        await using var served = await Served.StartAsync();
        var arn = await served.StartExecutionAsync(await served.CreateMachineAsync("M", AskSomebody));

        var received = await served.CallAsync("AmazonSQS.ReceiveMessage", """{"QueueUrl":"DeliveryQueue","WaitTimeSeconds":20}""");
        var token = (string)JsonNode.Parse((string)received["Messages"]![0]!["Body"]!)!["token"]!;
        await served.CallAsync("AWSStepFunctions.SendTaskHeartbeat", $$"""{"taskToken":"{{token}}"}""");
        await served.CallAsync("AWSStepFunctions.SendTaskSuccess", $$"""{"taskToken":"{{token}}","output":"{\"yes\":true}"}""");

        Assert.Equal("""{"yes":true}""", (string)(await served.EndAsync(arn))["output"]!);
    }

    [Fact]
    public async Task Executions_are_listed_newest_first_by_status_and_page()
    {
        var clock = new ManualTime();
        await using var served = await Served.StartAsync(clock);
        var (waits, passes) = (await served.CreateMachineAsync("W", Wait), await served.CreateMachineAsync("P", Pass));
        var first = await served.StartExecutionAsync(waits);
        clock.Advance(TimeSpan.FromSeconds(1));
        var second = await served.StartExecutionAsync(waits);
        await served.EndAsync(await served.StartExecutionAsync(passes));

        var newest = await ListAsync($$"""{"stateMachineArn":"{{waits}}","statusFilter":"RUNNING","maxResults":1}""");
        var rest = await ListAsync($$"""{"stateMachineArn":"{{waits}}","maxResults":1,"nextToken":"{{newest["nextToken"]}}"}""");

        Assert.Equal([second], Arns(newest));
        Assert.Equal([first], Arns(rest));
        Assert.Empty(Arns(await ListAsync($$"""{"stateMachineArn":"{{waits}}","statusFilter":"SUCCEEDED"}""")));

        Task<JsonNode> ListAsync(string request) => served.CallAsync("AWSStepFunctions.ListExecutions", request);
        static IEnumerable<string> Arns(JsonNode page) => page["executions"]!.AsArray().Select(execution => (string)execution!["executionArn"]!);
    }
}
