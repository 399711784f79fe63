namespace Infra.Tests.Checks;

public class WorkflowChecks
{
    [Fact]
    public async Task Check_33_Executions_are_logged_whole()
    {
        var stack = await DeployedStack.Prod;

        Assert.All(stack.All("sfn/StateMachine"), machine =>
        {
            Assert.Equal("ALL", machine.Text("loggingConfiguration.level"));
            Assert.True(machine.Flag("loggingConfiguration.includeExecutionData"));
            Assert.StartsWith("/aws/vendedlogs/states/", stack.The($"{machine.Name}-logs").Text("name"), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Check_34_Executions_are_traced() =>
        Assert.All((await DeployedStack.Prod).All("sfn/StateMachine"), machine => Assert.True(machine.Flag("tracingConfiguration.enabled")));
}
