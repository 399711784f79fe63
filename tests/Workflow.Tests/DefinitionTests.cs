using System.Text.Json.Nodes;

namespace Workflow.Tests;

/// <summary>What must hold of every state machine of the product whatever else changes in it.</summary>
public class DefinitionTests
{
    public static TheoryData<string> Machines => [.. ProductMachine.All.Select(machine => machine.Name)];

    public static TheoryData<string, string> Tasks
    {
        get
        {
            TheoryData<string, string> tasks = [];
            foreach (var machine in ProductMachine.All)
            {
                foreach (var (name, _) in AllStates(machine.Name).Where(state => IsOfType(state.State, "Task")))
                {
                    tasks.Add(machine.Name, name);
                }
            }

            return tasks;
        }
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Every_task_has_a_timeout(string machine, string name) => Assert.True(State(machine, name)["TimeoutSeconds"]!.GetValue<int>() > 0);

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Every_task_retries_with_backoff_a_longest_delay_and_full_jitter(string machine, string name)
    {
        var retriers = State(machine, name)["Retry"]!.AsArray();

        Assert.NotEmpty(retriers);
        Assert.All(retriers, retrier =>
        {
            Assert.NotEmpty(retrier!["ErrorEquals"]!.AsArray());
            Assert.True(retrier["MaxAttempts"]!.GetValue<int>() > 0);
            Assert.True(retrier["BackoffRate"]!.GetValue<double>() > 1);
            Assert.True(retrier["MaxDelaySeconds"]!.GetValue<int>() > 0);
            Assert.Equal("FULL", retrier["JitterStrategy"]!.GetValue<string>());
        });
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void A_distributed_map_is_never_retried_whole(string machine) => Assert.All(
        AllStates(machine).Where(state => (string?)state.State["ItemProcessor"]?["ProcessorConfig"]?["Mode"] == "DISTRIBUTED"),
        map => Assert.Null(map.State["Retry"]));

    [Theory]
    [MemberData(nameof(Machines))]
    public void Nothing_is_caught_so_that_a_failed_execution_can_be_redriven(string machine) =>
        Assert.DoesNotContain(AllStates(machine), state => state.State["Catch"] is not null);

    [Theory]
    [MemberData(nameof(Machines))]
    public void An_execution_ends_some_time(string machine) => Assert.True((int?)Definition(machine)["TimeoutSeconds"] > 0);

    [Fact]
    public void Whatever_a_child_has_to_try_again_it_ends_before_an_express_execution_does()
    {
        // Refused entries are answered at once: sending them again costs the waits between.
        var longest = AllAttempts(Planning("PlanStores")) + AllAttempts(Planning("SendDeliveries")) + Waits(Planning("SendBatches"));

        Assert.Equal(290, longest);
        Assert.True(longest < TimeSpan.FromMinutes(5).TotalSeconds);
    }

    [Fact]
    public void Whatever_a_child_that_sets_prices_has_to_try_again_it_ends_before_an_express_execution_does() =>
        Assert.True(AllAttempts(State(ProductMachine.Pricing.Name, "PlanPrices")) < TimeSpan.FromMinutes(5).TotalSeconds);

    [Theory]
    [InlineData("Lambda.Unknown", 90)]
    [InlineData("Lambda.TooManyRequestsException", 90)]
    public void What_passes_by_itself_is_waited_for(string error, int seconds)
    {
        var retrier = Planning("PlanStores")["Retry"]!.AsArray()
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

    [Theory]
    [MemberData(nameof(Machines))]
    public void State_names_are_unique_in_the_whole_machine(string machine)
    {
        var names = AllStates(machine).Select(state => state.Name).ToList();
        Assert.Equal(names.Distinct(), names);
    }

    // A fault or a crash is asked for by the task's name alone.
    [Fact]
    public void No_two_machines_have_a_task_of_the_same_name()
    {
        var names = Tasks.Select(task => task.Data.Item2).ToList();
        Assert.Equal(names.Distinct(), names);
    }

    private static JsonObject Planning(string name) => State(ProductMachine.StorePlanning.Name, name);

    private static JsonObject State(string machine, string name) => AllStates(machine).Single(state => state.Name == name).State;

    private static bool IsOfType(JsonObject state, string type) => state["Type"]!.GetValue<string>() == type;

    private static IEnumerable<(string Name, JsonObject State)> AllStates(string machine) => StatesOf(Definition(machine));

    private static JsonNode Definition(string machine) => JsonNode.Parse(ProductMachine.Find(machine)!.Definition)!;

    private static IEnumerable<(string Name, JsonObject State)> StatesOf(JsonNode machine) =>
        machine["States"]!.AsObject().SelectMany(member =>
        {
            var state = member.Value!.AsObject();
            var inner = state["ItemProcessor"] is { } processor ? StatesOf(processor) : [];
            return inner.Prepend((member.Key, state));
        });
}
