using System.Text.Json.Nodes;
using Tests.Shared;

namespace Local.Tests.Serve;

public sealed class MapRunTests
{
    [Fact]
    public async Task Children_are_told_of_while_they_run()
    {
        var clock = new ManualTime();
        await using var served = await Served.StartAsync(clock);
        var (arn, mapRun) = await StartAsync(served, "STANDARD");

        var counts = (await served.CallAsync("AWSStepFunctions.DescribeMapRun", $$"""{"mapRunArn":"{{mapRun}}"}"""))["executionCounts"]!;
        Assert.Equal((1, 2, 3), ((int)counts["pending"]!, (int)counts["running"]!, (int)counts["total"]!));
        var running = await ListAsync(served, mapRun, "RUNNING");
        Assert.Equal(2, running.Count);
        Assert.Empty(await ListAsync(served, mapRun, "SUCCEEDED"));

        var child = await served.DescribeAsync(running[^1]);
        Assert.Equal(("RUNNING", "1", mapRun), ((string)child["status"]!, (string)child["input"]!, (string)child["mapRunArn"]!));
        Assert.Null(child["stopDate"]);
        while (await TypesAsync(served, running[^1]) != "ExecutionStarted WaitStateEntered")
        {
            // It has been started, and comes to its state.
        }

        clock.Advance(TimeSpan.FromHours(1));
        await served.EndAsync(arn);
        await served.RestartAsync();

        var ended = await ListAsync(served, mapRun, "SUCCEEDED");
        Assert.Equal(running, ended[^2..]);
        Assert.Equal(3, ended.Count);
        Assert.NotNull((await served.DescribeAsync(running[^1]))["stopDate"]);
        Assert.Equal("ExecutionStarted WaitStateEntered WaitStateExited ExecutionSucceeded", await TypesAsync(served, running[^1]));
    }

    [Fact]
    public async Task An_EXPRESS_child_is_described_and_has_no_history()
    {
        var clock = new ManualTime();
        await using var served = await Served.StartAsync(clock);
        var (arn, mapRun) = await StartAsync(served, "EXPRESS");
        var child = (await ListAsync(served, mapRun, "RUNNING"))[0];

        Assert.Equal("RUNNING", (string)(await served.DescribeAsync(child))["status"]!);
        using var history = await served.SendAsync("AWSStepFunctions.GetExecutionHistory", $$"""{"executionArn":"{{child}}"}""");
        Assert.Equal(
            """{"__type":"InvalidArn","message":"Invalid Arn: 'Resource type not valid in this context: express'"}""",
            await history.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        clock.Advance(TimeSpan.FromHours(1));
        await served.EndAsync(arn);
        Assert.Equal("SUCCEEDED", (string)(await served.DescribeAsync(child))["status"]!);
    }

    [Fact]
    public async Task A_STANDARD_child_is_redriven_from_the_state_that_failed()
    {
        await using var served = await Served.StartAsync();
        var machine = await served.CreateMachineAsync("M", """
            {"StartAt":"Each","States":{"Each":{"Type":"Map","End":true,"Label":"Each","ItemProcessor":{
              "ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"One","States":{
                "One":{"Type":"Pass","Next":"Two"},
                "Two":{"Type":"Fail","Error":"E"} } } } } }
            """);
        var deep = $"{new string('[', 500)}{new string(']', 500)}";
        var arn = await served.StartExecutionAsync(machine, $"[{deep}]");
        await served.EndAsync(arn);
        await served.RestartAsync();

        await served.CallAsync("AWSStepFunctions.RedriveExecution", $$"""{"executionArn":"{{arn}}"}""");
        await served.EndAsync(arn);

        var runs = await served.CallAsync("AWSStepFunctions.ListMapRuns", $$"""{"executionArn":"{{arn}}"}""");
        var child = Assert.Single(await ListAsync(served, (string)runs["mapRuns"]![0]!["mapRunArn"]!, "FAILED"));
        Assert.Equal(deep, (string)(await served.DescribeAsync(child))["input"]!);
        Assert.Equal(
            "ExecutionStarted PassStateEntered PassStateExited FailStateEntered ExecutionFailed "
            + "ExecutionRedriven FailStateEntered ExecutionFailed",
            await TypesAsync(served, child));
    }

    [Fact]
    public async Task A_child_that_a_redriven_map_run_has_not_come_to_is_pending()
    {
        await using var served = await Served.StartAsync();
        var pack = (string)(await served.CallAsync("AWSStepFunctions.CreateActivity", """{"name":"pack"}"""))["activityArn"]!;
        var machine = await served.CreateMachineAsync("M", $$"""
            {"StartAt":"Each","States":{"Each":{"Type":"Map","End":true,"MaxConcurrency":1,"ToleratedFailureCount":1,"Label":"Each","ItemProcessor":{
              "ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"Pack","States":{
                "Pack":{"Type":"Task","Resource":"{{pack}}","End":true} } } } } }
            """);
        var arn = await served.StartExecutionAsync(machine, "[1,2]");
        await FailAsync();
        await FailAsync();
        await served.EndAsync(arn);
        var mapRun = (string)(await served.CallAsync("AWSStepFunctions.ListMapRuns", $$"""{"executionArn":"{{arn}}"}"""))["mapRuns"]![0]!["mapRunArn"]!;
        var failed = await ListAsync(served, mapRun, "FAILED");
        Assert.Equal(2, failed.Count);
        Assert.Empty(await ListAsync(served, mapRun, "PENDING_REDRIVE"));

        await served.CallAsync("AWSStepFunctions.RedriveExecution", $$"""{"executionArn":"{{arn}}"}""");
        var task = await TakeAsync();

        var second = Assert.Single(await ListAsync(served, mapRun, "PENDING_REDRIVE"));
        Assert.Equal(failed.Except([second]), await ListAsync(served, mapRun, "RUNNING"));
        Assert.Empty(await ListAsync(served, mapRun, "FAILED"));
        Assert.Equal("PENDING_REDRIVE", (string)(await served.DescribeAsync(second))["status"]!);
        var described = await served.CallAsync("AWSStepFunctions.DescribeMapRun", $$"""{"mapRunArn":"{{mapRun}}"}""");
        Assert.Equal(
            """{"pending":0,"running":1,"succeeded":0,"failed":0,"timedOut":0,"aborted":0,"total":2,"resultsWritten":0,"failuresNotRedrivable":0,"pendingRedrive":1}""",
            described["executionCounts"]!.ToJsonString());

        await SucceedAsync(task);
        await SucceedAsync(await TakeAsync());
        Assert.Equal("SUCCEEDED", (string)(await served.EndAsync(arn))["status"]!);
        Assert.Equal(2, (await ListAsync(served, mapRun, "SUCCEEDED")).Count);

        async Task<string> TakeAsync() =>
            (string)(await served.CallAsync("AWSStepFunctions.GetActivityTask", $$"""{"activityArn":"{{pack}}"}"""))["taskToken"]!;

        async Task FailAsync() =>
            await served.CallAsync("AWSStepFunctions.SendTaskFailure", $$"""{"taskToken":"{{await TakeAsync()}}"}""");

        async Task SucceedAsync(string token) =>
            await served.CallAsync("AWSStepFunctions.SendTaskSuccess", $$"""{"taskToken":"{{token}}","output":"{}"}""");
    }

    [Fact]
    public async Task A_map_run_and_its_children_are_told_of_also_after_a_restart()
    {
        await using var served = await Served.StartAsync();
        served.FillLake();
        var arn = await served.StartExecutionAsync(Served.StorePlanning, """{"asOf":"2026-11-20"}""");
        var ended = await served.EndAsync(arn);
        Assert.True((string)ended["status"]! == "SUCCEEDED", ended.ToJsonString());
        await served.RestartAsync();

        var runs = await served.CallAsync("AWSStepFunctions.ListMapRuns", $$"""{"executionArn":"{{arn}}"}""");
        var mapRun = (string)Assert.Single(runs["mapRuns"]!.AsArray())!["mapRunArn"]!;
        var described = await served.CallAsync("AWSStepFunctions.DescribeMapRun", $$"""{"mapRunArn":"{{mapRun}}"}""");
        var children = await served.CallAsync("AWSStepFunctions.ListExecutions", $$"""{"mapRunArn":"{{mapRun}}"}""");
        var child = await served.DescribeAsync((string)children["executions"]![0]!["executionArn"]!);

        var summary = JsonNode.Parse((string)ended["output"]!)!;
        Assert.Equal((arn, "SUCCEEDED"), ((string)described["executionArn"]!, (string)described["status"]!));
        Assert.Equal((int)summary["shortages"]!["planned"]!, (int)described["itemCounts"]!["succeeded"]!);
        Assert.Equal((int)described["executionCounts"]!["total"]!, children["executions"]!.AsArray().Count);
        Assert.Equal(("SUCCEEDED", mapRun), ((string)child["status"]!, (string)child["mapRunArn"]!));
        Assert.NotNull(JsonNode.Parse((string)child["input"]!)!["Items"]);
    }

    /// <summary>Starts a map run of three children, two at once, that rest for an hour.</summary>
    private static async Task<(string Execution, string MapRun)> StartAsync(Served served, string type)
    {
        var machine = await served.CreateMachineAsync("M", $$"""
            {"StartAt":"Each","States":{"Each":{"Type":"Map","End":true,"MaxConcurrency":2,"Label":"Each","ItemProcessor":{
              "ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"{{type}}"},"StartAt":"Rest","States":{
                "Rest":{"Type":"Wait","Timestamp":"2026-11-20T10:00:00Z","End":true} } } } } }
            """);
        var arn = await served.StartExecutionAsync(machine, "[1,2,3]");
        while (true)
        {
            var runs = await served.CallAsync("AWSStepFunctions.ListMapRuns", $$"""{"executionArn":"{{arn}}"}""");
            if (runs["mapRuns"]!.AsArray() is [var run])
            {
                return (arn, (string)run!["mapRunArn"]!);
            }
        }
    }

    /// <returns>The ARNs of the children that stand so.</returns>
    private static async Task<List<string>> ListAsync(Served served, string mapRun, string status)
    {
        var listed = await served.CallAsync("AWSStepFunctions.ListExecutions", $$"""{"mapRunArn":"{{mapRun}}","statusFilter":"{{status}}"}""");
        return [.. listed["executions"]!.AsArray().Select(child => (string)child!["executionArn"]!)];
    }

    private static async Task<string> TypesAsync(Served served, string execution)
    {
        var history = await served.CallAsync("AWSStepFunctions.GetExecutionHistory", $$"""{"executionArn":"{{execution}}"}""");
        return string.Join(' ', history["events"]!.AsArray().Select(happened => (string)happened!["type"]!));
    }
}
