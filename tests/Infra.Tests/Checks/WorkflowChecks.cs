using System.Text.Json.Nodes;

namespace Infra.Tests.Checks;

public class WorkflowChecks
{
    [Fact]
    public async Task Check_24_Someone_is_told_of_executions_that_fail_time_out_or_are_throttled()
    {
        var stack = await DeployedStack.Dev;
        var alarms = stack.All("cloudwatch/MetricAlarm").Where(alarm => alarm.Text("dimensions.StateMachineArn") == stack.Outputs["stateMachineArn"]);
        var rule = stack.The("failed-executions").Document("eventPattern");

        Assert.Equal(["ExecutionsFailed", "ExecutionThrottled", "ExecutionsTimedOut"], alarms.Select(alarm => alarm.Text("metricName")!));
        Assert.Equal(
            $$"""{"stateMachineArn":["{{stack.Outputs["stateMachineArn"]}}"],"status":["FAILED","TIMED_OUT","ABORTED"]}""",
            rule["detail"]!.ToJsonString());
        Assert.Equal(stack.Outputs["alertsTopicArn"], stack.The("failed-executions-to-alerts").Text("arn"));
    }

    [Fact]
    public async Task Check_33_Executions_are_logged_whole()
    {
        var stack = await DeployedStack.Dev;
        var machine = stack.The("state-machine");

        Assert.Equal("ALL", machine.Text("loggingConfiguration.level"));
        Assert.True(machine.Flag("loggingConfiguration.includeExecutionData"));
        Assert.StartsWith("/aws/vendedlogs/states/", stack.The("state-machine-logs").Text("name"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_34_Executions_are_traced() =>
        Assert.True((await DeployedStack.Dev).The("state-machine").Flag("tracingConfiguration.enabled"));

    [Fact]
    public async Task Check_35_Every_task_has_a_timeout_and_is_retried_and_the_map_is_not()
    {
        var states = await StatesAsync();

        Assert.All(states.Where(state => state["Type"]!.ToString() == "Task"), task =>
        {
            Assert.True(task["TimeoutSeconds"]!.GetValue<int>() > 0);
            Assert.NotEmpty(task["Retry"]!.AsArray());
        });
        Assert.Null(Assert.Single(states, state => state["Label"] is not null)["Retry"]);
    }

    [Fact]
    public async Task Check_36_Nothing_is_caught_so_that_a_failed_execution_can_be_redriven() =>
        Assert.All(await StatesAsync(), state => Assert.Null(state["Catch"]));

    private static async Task<IReadOnlyList<JsonObject>> StatesAsync() =>
        [.. StatesOf((await DeployedStack.Dev).The("state-machine").Document("definition"))];

    private static IEnumerable<JsonObject> StatesOf(JsonNode machine) =>
        machine["States"]!.AsObject().Select(member => member.Value!.AsObject())
            .SelectMany(state => state["ItemProcessor"] is { } inner ? StatesOf(inner).Prepend(state) : [state]);
}
