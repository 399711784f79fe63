using System.Text.Json.Nodes;

namespace Local.Tests.Serve;

public sealed class StateMachineTests
{
    private static IEnumerable<string> Products => Workflow.ProductMachine.All.Select(machine => machine.Name).Order(StringComparer.Ordinal);

    private const string Greet = """{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}""";
    private const string Wait = """{"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":1,"End":true}}}""";

    [Fact]
    public async Task The_products_state_machines_are_there_from_the_start()
    {
        await using var served = await Served.StartAsync();

        var machines = await served.CallAsync("AWSStepFunctions.ListStateMachines");
        var described = await served.CallAsync(
            "AWSStepFunctions.DescribeStateMachine", $$"""{"stateMachineArn":"{{Served.StorePlanning}}"}""");

        Assert.Equal(Products, machines["stateMachines"]!.AsArray().Select(machine => (string)machine!["name"]!));
        Assert.Equal("Defaults", (string)JsonNode.Parse((string)described["definition"]!)!["StartAt"]!);
    }

    [Fact]
    public async Task A_users_state_machine_is_created_changed_kept_and_deleted()
    {
        await using var served = await Served.StartAsync();
        var arn = await served.CreateMachineAsync("Greet", Greet);
        Assert.Equal(arn, await served.CreateMachineAsync("Greet", Greet));

        var update = new JsonObject { ["stateMachineArn"] = arn, ["definition"] = Wait };
        await served.CallAsync("AWSStepFunctions.UpdateStateMachine", update.ToJsonString());
        await served.RestartAsync();

        var described = await served.CallAsync("AWSStepFunctions.DescribeStateMachine", $$"""{"stateMachineArn":"{{arn}}"}""");
        Assert.Equal((Wait, "STANDARD", "ACTIVE"), ((string)described["definition"]!, (string)described["type"]!, (string)described["status"]!));

        await served.CallAsync("AWSStepFunctions.DeleteStateMachine", $$"""{"stateMachineArn":"{{arn}}"}""");
        await served.CallAsync("AWSStepFunctions.DeleteStateMachine", $$"""{"stateMachineArn":"{{arn}}"}""");
        var left = await served.CallAsync("AWSStepFunctions.ListStateMachines");
        Assert.Equal(Products.Count(), left["stateMachines"]!.AsArray().Count);
    }

    [Fact]
    public async Task State_machines_are_listed_page_by_page()
    {
        await using var served = await Served.StartAsync();
        await served.CreateMachineAsync("A", Greet);
        await served.CreateMachineAsync("B", Greet);

        var first = await served.CallAsync("AWSStepFunctions.ListStateMachines", """{"maxResults":2}""");
        var second = await served.CallAsync("AWSStepFunctions.ListStateMachines", $$"""{"maxResults":2,"nextToken":"{{first["nextToken"]}}"}""");

        Assert.Equal(["A", "B"], Names(first));
        Assert.Equal(Products.Take(2), Names(second));

        static IEnumerable<string> Names(JsonNode page) => page["stateMachines"]!.AsArray().Select(machine => (string)machine!["name"]!);
    }

    [Fact]
    public async Task A_definition_is_validated_with_every_problem_at_its_place()
    {
        await using var served = await Served.StartAsync();
        var broken = new JsonObject { ["definition"] = """{"StartAt":"B","States":{"A":{"Type":"Pass"}}}""" };

        var fine = await served.CallAsync(
            "AWSStepFunctions.ValidateStateMachineDefinition", new JsonObject { ["definition"] = Greet }.ToJsonString());
        var failed = await served.CallAsync("AWSStepFunctions.ValidateStateMachineDefinition", broken.ToJsonString());

        Assert.Equal("""{"result":"OK","diagnostics":[],"truncated":false}""", fine.ToJsonString());
        Assert.Equal("FAIL", (string)failed["result"]!);
        Assert.All(failed["diagnostics"]!.AsArray(), finding => Assert.Equal("ERROR", (string)finding!["severity"]!));
        Assert.Contains("/StartAt", failed["diagnostics"]!.AsArray().Select(finding => (string)finding!["location"]!));
    }
}
