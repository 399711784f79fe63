using System.Text.Json.Nodes;

namespace Workflow.Tests;

/// <summary>What must hold of the deployed state machine whatever else changes in it.</summary>
public class DefinitionTests
{
    private static readonly JsonNode Definition = JsonNode.Parse(WorkflowFiles.Read(WorkflowFiles.Definition))!;

    public static TheoryData<string> Tasks => [.. States("Task").Select(state => state.Name)];

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Every_task_has_a_timeout(string name) => Assert.True(State(name)["TimeoutSeconds"]!.GetValue<int>() > 0);

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Every_task_retries_with_backoff_a_longest_delay_and_full_jitter(string name) =>
        Assert.All(State(name)["Retry"]!.AsArray(), retrier =>
        {
            Assert.True(retrier!["BackoffRate"]!.GetValue<double>() > 1);
            Assert.True(retrier["MaxDelaySeconds"]!.GetValue<int>() > 0);
            Assert.Equal("FULL", retrier["JitterStrategy"]!.GetValue<string>());
        });

    [Fact]
    public void The_distributed_map_is_never_retried_whole()
    {
        var map = State("PlanDeliveries");
        Assert.Equal("DISTRIBUTED", map["ItemProcessor"]!["ProcessorConfig"]!["Mode"]!.GetValue<string>());
        Assert.Null(map["Retry"]);
    }

    [Fact]
    public void Nothing_is_caught_so_that_a_failed_execution_can_be_redriven() =>
        Assert.DoesNotContain(AllStates(), state => state.State["Catch"] is not null);

    [Fact]
    public void A_childs_retries_end_before_an_express_execution_does()
    {
        var longest = State("PlanStores")["TimeoutSeconds"]!.GetValue<int>();
        Assert.True(longest < TimeSpan.FromMinutes(5).TotalSeconds);
    }

    [Fact]
    public void State_names_are_unique_in_the_whole_machine()
    {
        var names = AllStates().Select(state => state.Name).ToList();
        Assert.Equal(names.Distinct(), names);
    }

    private static JsonObject State(string name) => AllStates().Single(state => state.Name == name).State;

    private static IEnumerable<(string Name, JsonObject State)> States(string type) =>
        AllStates().Where(state => state.State["Type"]!.GetValue<string>() == type);

    private static IEnumerable<(string Name, JsonObject State)> AllStates() => StatesOf(Definition);

    private static IEnumerable<(string Name, JsonObject State)> StatesOf(JsonNode machine) =>
        machine["States"]!.AsObject().SelectMany(member =>
        {
            var state = member.Value!.AsObject();
            var inner = state["ItemProcessor"] is { } processor ? StatesOf(processor) : [];
            return inner.Prepend((member.Key, state));
        });
}
