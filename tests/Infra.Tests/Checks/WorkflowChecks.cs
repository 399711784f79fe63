namespace Infra.Tests.Checks;

public class WorkflowChecks
{
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
}
