namespace Infra.Tests;

/// <summary>What a stack has only when asked: each switch by itself, and all together, switched on and off again.</summary>
public class SwitchTests
{
    // Who is told, what is shown, what expires; and with realtime the trucks' routes are kept, by which positions are enriched.
    private static readonly string[] Widened = ["dashboard", "failed-executions", "lake-lifecycle", "store-truck", "store-truck-policy"];

    // By a name: the switches, and the alarms, outputs and resources by which the part is known.
    private static readonly Dictionary<string, ((string Key, string Value)[] Switches, string[] Brings)> Parts = new()
    {
        ["realtime"] = ([("realtime", "true")], ["count-events", "minutes-table", "telemetry-events"]),
        ["kafka"] = ([("realtime", "true"), ("source", "kafka")], ["count-topic-events", "telemetry-cluster"]),
        ["pricing"] = ([("pricing", "true")], ["price-plan", "prices-table", "pricing-state-machine"]),
        ["warehouse"] = ([("warehouse", "redshift")], ["warehouse-workgroup", "warehouse-load"]),
        ["search"] = ([("realtime", "true"), ("search", "opensearch")], ["index-events", "search-collection"]),
    };

    public static TheoryData<string> PartNames => [.. Parts.Keys];

    [Theory]
    [MemberData(nameof(PartNames))]
    public async Task A_switch_by_itself_brings_its_part_and_leaves_the_rest_as_it_is(string part)
    {
        var (switches, brings) = Parts[part];
        var (without, with) = (await DeployedStack.Dev, await DeployedStack.DevWith(switches));

        Assert.All(brings, name => Assert.Contains(with.Resources, resource => resource.Name == name));
        Assert.All(
            without.Resources.Where(resource => !resource.IsComponent && !Widened.Contains(resource.Name)),
            resource => Assert.Equal(Text(resource), Text(with.The(resource.Name))));
        Assert.Empty(with.Protected);
        Assert.All(without.Outputs, output => Assert.Equal(output.Value, with.Outputs[output.Key]));
    }

    [Fact]
    public async Task All_together_bring_every_part_in_dev_as_in_prod()
    {
        var (dev, prod) = (await DeployedStack.DevWith([.. DeployedStack.OptionalParts]), await DeployedStack.Prod);

        Assert.All(Parts.Values.SelectMany(part => part.Brings).Where(name => name != "telemetry-events"), name =>
        {
            Assert.Contains(dev.Resources, resource => resource.Name == name);
            Assert.Contains(prod.Resources, resource => resource.Name == name);
        });
        Assert.Equal(dev.Outputs.Keys.Order(StringComparer.Ordinal), prod.Outputs.Keys.Order(StringComparer.Ordinal));
        Assert.Single(dev.All("ec2/Vpc"));
    }

    // What is taken out of the program, Pulumi deletes, and refuses to where it is protected.
    [Fact]
    public async Task Switched_off_again_in_prod_a_part_leaves_its_data_and_nothing_else()
    {
        var (plain, full) = (await DeployedStack.ProdWith(), await DeployedStack.Prod);
        var gone = full.Resources.Where(resource => !resource.IsComponent).Select(resource => resource.Name)
            .Except(plain.Resources.Select(resource => resource.Name)).ToHashSet();

        Assert.True(gone.Count > 100, $"Only {gone.Count} resources belong to the parts.");
        Assert.Equal(
            ["alerts-table", "detectors-table", "minutes-table", "prices-table", "trucks-table", "warehouse-namespace"],
            full.Protected.Where(gone.Contains).Order(StringComparer.Ordinal));
        Assert.All(
            plain.Resources.Where(resource => !resource.IsComponent && !Widened.Contains(resource.Name)),
            resource => Assert.Equal(Text(resource), Text(full.The(resource.Name))));
    }

    [Fact]
    public async Task With_all_of_them_off_nothing_is_billed_by_the_hour() =>
        Assert.DoesNotContain("billedByTheHour", (await DeployedStack.Dev).Outputs.Keys);

    private static string Text(DeployedResource resource) =>
        string.Join('\n', resource.Inputs.Select(input => $"{input.Key} {input.Value?.ToJsonString()}").Order(StringComparer.Ordinal));
}
