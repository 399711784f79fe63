using System.Text.Json.Nodes;

namespace Local.Tests.Serve;

/// <summary>Activities and their workers, as the SDKs speak of them.</summary>
public sealed class ActivityTests
{
    private const string Arn = "arn:aws:states:us-east-1:000000000000:activity:pack";

    [Fact]
    public async Task An_activity_is_made_described_listed_and_deleted_and_is_there_after_a_restart()
    {
        await using var served = await Served.StartAsync();
        var made = await served.CallAsync("AWSStepFunctions.CreateActivity", """{"name":"pack"}""");
        await served.RestartAsync();
        var again = await served.CallAsync("AWSStepFunctions.CreateActivity", """{"name":"pack"}""");

        Assert.Equal(Arn, (string)made["activityArn"]!);
        Assert.Equal(made.ToJsonString(), again.ToJsonString());
        var described = await served.CallAsync("AWSStepFunctions.DescribeActivity", $$"""{"activityArn":"{{Arn}}"}""");
        Assert.Equal("pack", (string)described["name"]!);
        var listed = await served.CallAsync("AWSStepFunctions.ListActivities", "{}");
        Assert.Equal(described.ToJsonString(), Assert.Single(listed["activities"]!.AsArray())!.ToJsonString());
        await served.CallAsync("AWSStepFunctions.DeleteActivity", $$"""{"activityArn":"{{Arn}}"}""");
        Assert.Equal("""{"activities":[]}""", (await served.CallAsync("AWSStepFunctions.ListActivities", "{}")).ToJsonString());
    }

    [Fact]
    public async Task A_worker_takes_a_task_beats_and_ends_it()
    {
        await using var served = await Served.StartAsync();
        var execution = await StartAsync(served, """ "HeartbeatSeconds":3600,"TimeoutSeconds":99999999,""");

        var task = await TakeAsync(served);
        await served.CallAsync("AWSStepFunctions.SendTaskHeartbeat", $$"""{"taskToken":"{{task["taskToken"]}}"}""");
        await served.CallAsync("AWSStepFunctions.SendTaskSuccess", new JsonObject { ["taskToken"] = (string)task["taskToken"]!, ["output"] = """{"packed":3}""" }.ToJsonString());

        Assert.Equal("""{"boxes":3}""", (string)task["input"]!);
        var ended = await EndAsync(served, execution);
        Assert.Equal(("SUCCEEDED", """{"packed":3}"""), ((string)ended["status"]!, (string)ended["output"]!));
        Assert.Equal(
            "ExecutionStarted TaskStateEntered ActivityScheduled ActivityStarted ActivitySucceeded TaskStateExited ExecutionSucceeded",
            string.Join(' ', (await HistoryAsync(served, execution)).Select(happened => (string)happened!["type"]!)));
        Assert.Equal("worker-1", (string)(await HistoryAsync(served, execution))[3]!["activityStartedEventDetails"]!["workerName"]!);
    }

    [Fact]
    public async Task A_worker_fails_a_task_with_its_error()
    {
        await using var served = await Served.StartAsync();
        var execution = await StartAsync(served, "");

        var task = await TakeAsync(served);
        await served.CallAsync("AWSStepFunctions.SendTaskFailure", $$"""{"taskToken":"{{task["taskToken"]}}","error":"NoTape","cause":"The roll is empty."}""");

        var ended = await EndAsync(served, execution);
        Assert.Equal(("FAILED", "NoTape", "The roll is empty."), ((string)ended["status"]!, (string)ended["error"]!, (string)ended["cause"]!));
    }

    [Fact]
    public async Task A_task_that_no_worker_ended_is_offered_again_after_a_restart()
    {
        await using var served = await Served.StartAsync();
        var execution = await StartAsync(served, "");
        await TakeAsync(served);

        await served.RestartAsync();
        var task = await TakeAsync(served);
        await served.CallAsync("AWSStepFunctions.SendTaskSuccess", $$"""{"taskToken":"{{task["taskToken"]}}","output":"1"}""");

        Assert.Equal("SUCCEEDED", (string)(await EndAsync(served, execution))["status"]!);
    }

    [Fact]
    public async Task An_execution_that_waits_for_a_worker_can_be_stopped()
    {
        await using var served = await Served.StartAsync();
        var execution = await StartAsync(served, "");

        await served.CallAsync("AWSStepFunctions.StopExecution", $$"""{"executionArn":"{{execution}}"}""");

        Assert.Equal("ABORTED", (string)(await EndAsync(served, execution))["status"]!);
    }

    private static async Task<string> StartAsync(Served served, string limits)
    {
        await served.CallAsync("AWSStepFunctions.CreateActivity", """{"name":"pack"}""");
        var definition = $$$$"""{"StartAt":"Pack","States":{"Pack":{"Type":"Task","Resource":"{{{{Arn}}}}",{{{{limits}}}}"End":true}}}""";
        var machine = await served.CallAsync(
            "AWSStepFunctions.CreateStateMachine",
            new JsonObject { ["name"] = "Packing", ["roleArn"] = "arn:aws:iam::000000000000:role/any", ["definition"] = definition }.ToJsonString());
        var started = await served.CallAsync(
            "AWSStepFunctions.StartExecution",
            new JsonObject { ["stateMachineArn"] = (string)machine["stateMachineArn"]!, ["input"] = """{"boxes":3}""" }.ToJsonString());
        return (string)started["executionArn"]!;
    }

    private static async Task<JsonNode> TakeAsync(Served served) =>
        await served.CallAsync("AWSStepFunctions.GetActivityTask", $$"""{"activityArn":"{{Arn}}","workerName":"worker-1"}""");

    private static async Task<JsonNode> EndAsync(Served served, string execution)
    {
        while (true)
        {
            var described = await served.CallAsync("AWSStepFunctions.DescribeExecution", $$"""{"executionArn":"{{execution}}"}""");
            if ((string)described["status"]! != "RUNNING")
            {
                return described;
            }
        }
    }

    private static async Task<JsonArray> HistoryAsync(Served served, string execution) =>
        (await served.CallAsync("AWSStepFunctions.GetExecutionHistory", $$"""{"executionArn":"{{execution}}"}"""))["events"]!.AsArray();
}
