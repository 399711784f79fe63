using System.Text.Json.Nodes;

namespace Local.Tests.Serve;

public sealed class MapRunTests
{
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
}
