using Local.Faults;
using Workflow;

namespace Chaos.Runs;

/// <summary>What <c>--faults</c> takes, and what it says where it does not.</summary>
public sealed class FaultSpecTests
{
    private static string Syntax => FaultSpec.Syntax;

    public static TheoryData<string, string> Refused => new()
    {
        { "lamda=0.1", $"'lamda=0.1' names no fault. {Syntax}" },
        { "crash@Nowhere=1", $"'crash@Nowhere=1' names no fault. {Syntax}" },
        { "", $"'' names no fault. {Syntax}" },
        { "lambda", $"'lambda' names no fault. {Syntax}" },
        { "lambda=1.5", "'lambda=1.5': a rate is a number from 0 to 1, such as 0.1." },
        { "lambda=often", "'lambda=often': a rate is a number from 0 to 1, such as 0.1." },
        { "crash@PlanStores=0", "'crash@PlanStores=0': '0' is no whole number from 1." },
        { "seed=x", "'seed=x': 'x' is no whole number from 0." },
        { "seed=1,seed=2", "'seed=2' says again what was said before it. Say each part once." },
        { "s3=0.1,s3=0.1", "'s3=0.1' says again what was said before it. Say each part once." },
    };

    [Fact]
    public void A_specification_names_rates_points_and_a_seed()
    {
        var spec = FaultSpec.Parse("lambda=0.1, sqs.partial=1,crash@SendDeliveries=3,seed=7");

        Assert.Equal([KeyValuePair.Create("lambda", 0.1), KeyValuePair.Create("sqs.partial", 1.0)], spec.Rates);
        Assert.Equal([KeyValuePair.Create("SendDeliveries", 3)], spec.Crashes);
        Assert.Equal(7, spec.Seed);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_part_that_says_nothing_known_is_named(string text, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<FaultSpecException>(() => FaultSpec.Parse(text)).Message);

    [Fact]
    public void The_process_can_die_in_every_task_of_every_state_machine()
    {
        var tasks = ProductMachine.All.SelectMany(machine => System.Text.RegularExpressions.Regex.Matches(
            machine.Definition, "\"(\\w+)\": \\{\\s*\"Type\": \"Task\"").Select(match => match.Groups[1].Value));

        Assert.Subset(FaultNames.Points.ToHashSet(), tasks.ToHashSet());
    }

    [Fact]
    public void Who_comes_first_does_not_decide_who_meets_a_fault()
    {
        var spec = FaultSpec.Parse("lambda=0.3,seed=5");
        var (forward, backward) = (new FaultDecisions(spec), new FaultDecisions(spec));
        string[] stores = [.. Enumerable.Range(0, 200).Select(store => $"S{store}")];

        var one = stores.ToDictionary(store => store, store => forward.Next("PlanStores", store).Meets("lambda"));
        var other = stores.Reverse().ToDictionary(store => store, store => backward.Next("PlanStores", store).Meets("lambda"));

        Assert.Equal(one.OrderBy(fate => fate.Key), other.OrderBy(fate => fate.Key));
        Assert.InRange(one.Values.Count(met => met), 40, 80);
    }
}
