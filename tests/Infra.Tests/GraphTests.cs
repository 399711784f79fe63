using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.Tests;

/// <summary>What a stack consists of, and what hangs on what.</summary>
public class GraphTests
{
    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public async Task Every_resource_and_what_it_refers_to(string stack) =>
        Snapshot.Matches($"graph-{stack}", Draw(await DeployedStack.Named(stack)));

    [Fact]
    public async Task The_estimate_of_what_a_stack_costs_counts_the_alarms_there_are()
    {
        var prices = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "prices.json")))!;

        var dev = (await DeployedStack.Dev).All("cloudwatch/MetricAlarm").Count;
        var realTime = (await DeployedStack.DevWith(("realtime", "true"))).All("cloudwatch/MetricAlarm").Count;

        var kafka = (await DeployedStack.DevWith(("realtime", "true"), ("source", "kafka"))).All("cloudwatch/MetricAlarm").Count;
        var pricing = (await DeployedStack.DevWith(("pricing", "true"))).All("cloudwatch/MetricAlarm").Count;
        var warehouse = (await DeployedStack.DevWith(("warehouse", "redshift"))).All("cloudwatch/MetricAlarm").Count;

        var search = (await DeployedStack.DevWith(("realtime", "true"), ("search", "opensearch"))).All("cloudwatch/MetricAlarm").Count;

        Assert.Equal(
            (dev, realTime - dev, kafka - realTime, pricing - dev, warehouse - dev, search - realTime),
            (Alarms("assumptions"), Alarms("realTime"), Alarms("kafka"), Alarms("pricing"), Alarms("warehouse"), Alarms("search")));

        int Alarms(string part) => prices[part]!["alarms"]!["value"]!.GetValue<int>();
    }

    // A line a resource, by component; after the arrow the resources whose names, ARNs or URLs stand in its inputs.
    private static string Draw(DeployedStack stack)
    {
        var resources = stack.Resources.Where(resource => !resource.IsComponent).ToList();
        var text = new StringBuilder();
        foreach (var service in resources.GroupBy(resource => resource.ShortType.Split('/')[0]).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            text.AppendLine(service.Key);
            foreach (var resource in service.OrderBy(resource => resource.ShortType, StringComparer.Ordinal))
            {
                var references = resources.Where(other => other != resource && References(resource, other)).Select(other => other.Name).ToList();
                var arrow = references.Count == 0 ? "" : $"  -> {string.Join(", ", references)}";
                text.AppendLine($"  {resource.ShortType.Split('/')[1],-36} {resource.Name}{arrow}");
            }
        }

        return text.ToString();
    }

    private static bool References(DeployedResource resource, DeployedResource other)
    {
        var texts = resource.Inputs.Where(input => input.Key is not ("tags" or "name")).SelectMany(input => Texts(input.Value)).ToList();

        return other.Identities.Any(identity => texts.Any(text => Mentions(text, identity)))
            || (IsKnownByName(other) && other.Text("name") is { } name && texts.Any(text => text == name || text.Contains($"\"{name}\"", StringComparison.Ordinal)));
    }

    // The others' names are some other resource's name as well, and nothing refers to them by it.
    private static bool IsKnownByName(DeployedResource resource) =>
        !resource.ShortType.StartsWith("opensearch/", StringComparison.Ordinal)
        && resource.ShortType is not ("iam/Role" or "iam/RolePolicy" or "sfn/StateMachine" or "budgets/Budget" or "scheduler/Schedule" or "athena/NamedQuery");

    private static bool Mentions(string text, string identity)
    {
        for (var at = text.IndexOf(identity, StringComparison.Ordinal); at >= 0; at = text.IndexOf(identity, at + 1, StringComparison.Ordinal))
        {
            var end = at + identity.Length;
            if (end == text.Length || "\"/:*\\".Contains(text[end]))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Texts(member.Value)),
        JsonArray items => items.SelectMany(Texts),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => [value.ToString()],
        _ => [],
    };
}
