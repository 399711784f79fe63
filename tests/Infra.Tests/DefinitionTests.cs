using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Workflow;

namespace Infra.Tests;

/// <summary>The state machine as it is deployed.</summary>
public partial class DefinitionTests
{
    [Fact]
    public async Task No_name_is_left_to_substitute() => Assert.All(
        (await DeployedStack.Prod).All("sfn/StateMachine"), machine => Assert.Empty(DefinitionTemplate.Tokens(machine.Text("definition")!)));

    [Fact]
    public async Task Every_ARN_and_URL_is_a_resource_of_the_stack_or_an_integration()
    {
        var stack = await DeployedStack.Dev;
        var known = stack.Resources.SelectMany(resource => resource.Identities).ToHashSet();

        var places = Place().Matches(await DefinitionAsync()).Select(match => match.Value).ToList();

        Assert.Contains(stack.The("store-planning").Identities[1], places);
        Assert.Contains(stack.The("deliveries-queue").Identities[0], places);
        Assert.All(places, place => Assert.True(known.Contains(place) || place.StartsWith("arn:aws:states:::", StringComparison.Ordinal), place));
    }

    [Fact]
    public async Task It_asks_the_deployed_query_in_the_stacks_workgroup_and_database()
    {
        var machine = JsonNode.Parse(await DefinitionAsync())!;
        var query = machine["States"]!["FindLowStock"]!["Parameters"]!;

        Assert.Equal(WorkflowFiles.Statement(WorkflowFiles.LowStock), machine["States"]!["Settings"]!["Assign"]!["lowStockQuery"]!.ToString());
        Assert.Equal("streaming-analytics-dev", query["WorkGroup"]!.ToString());
        Assert.Equal("streaming_analytics_dev", query["QueryExecutionContext"]!["Database"]!.ToString());
    }

    [Fact]
    public async Task Numbers_of_the_settings_stay_numbers()
    {
        var stack = await DeployedStack.DevWith(("storesPerBatch", "25"), ("mapConcurrency", "7"), ("toleratedFailurePercentage", "3"));
        var map = stack.The("state-machine").Document("definition")["States"]!["PlanDeliveries"]!;

        Assert.Equal(25, map["ItemBatcher"]!["MaxItemsPerBatch"]!.GetValue<int>());
        Assert.Equal(7, map["MaxConcurrency"]!.GetValue<int>());
        Assert.Equal(3, map["ToleratedFailurePercentage"]!.GetValue<int>());
    }

    [Fact]
    public async Task The_role_speaks_of_the_map_by_the_label_it_has()
    {
        var label = JsonNode.Parse(await DefinitionAsync())!["States"]!["PlanDeliveries"]!["Label"]!.ToString();
        var redrive = (await DeployedStack.Dev).The("state-machine-policy").Statements("policy").Single(statement => statement.Sid == "RedriveChildren");

        Assert.EndsWith($"/{label}:*", Assert.Single(redrive.Resources), StringComparison.Ordinal);
    }

    private static async Task<string> DefinitionAsync() => (await DeployedStack.Dev).The("state-machine").Text("definition")!;

    [GeneratedRegex("""(arn:aws|https)[^"\\\s]+""")]
    private static partial Regex Place();
}
