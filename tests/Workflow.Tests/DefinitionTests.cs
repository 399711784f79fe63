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
    public void Whatever_a_child_has_to_try_again_it_ends_before_an_express_execution_does()
    {
        // Refused entries are answered at once: sending them again costs the waits between.
        var longest = AllAttempts(State("PlanStores")) + AllAttempts(State("SendDeliveries")) + Waits(State("SendBatches"));

        Assert.Equal(290, longest);
        Assert.True(longest < TimeSpan.FromMinutes(5).TotalSeconds);
    }

    [Theory]
    [InlineData("Lambda.Unknown", 90)]
    [InlineData("Lambda.TooManyRequestsException", 90)]
    public void What_passes_by_itself_is_waited_for(string error, int seconds)
    {
        var retrier = State("PlanStores")["Retry"]!.AsArray()
            .Single(retrier => retrier!["ErrorEquals"]!.AsArray().Any(name => name!.GetValue<string>() == error))!;

        Assert.Equal(seconds, Waits(retrier));
    }

    /// <summary>Seconds, where each retrier is used up, no call is answered before its timeout, and each wait is the longest. Errors other than timeouts are answered at once.</summary>
    private static int AllAttempts(JsonObject task) =>
        Waits(task) + (task["TimeoutSeconds"]!.GetValue<int>() * (1 + task["Retry"]!.AsArray()
            .Where(retrier => retrier!["ErrorEquals"]!.AsArray().Any(error => error!.GetValue<string>() == "States.Timeout"))
            .Sum(retrier => retrier!["MaxAttempts"]!.GetValue<int>())));

    private static int Waits(JsonObject state) => state["Retry"]!.AsArray().Sum(retrier => Waits(retrier!));

    private static int Waits(JsonNode retrier) => Enumerable.Range(0, retrier["MaxAttempts"]!.GetValue<int>()).Sum(attempt => (int)Math.Min(
        retrier["MaxDelaySeconds"]!.GetValue<int>(),
        retrier["IntervalSeconds"]!.GetValue<int>() * Math.Pow(retrier["BackoffRate"]!.GetValue<double>(), attempt)));

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
