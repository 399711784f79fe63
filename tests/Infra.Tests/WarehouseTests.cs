using System.Text.Json.Nodes;
using Workflow;
using Workflow.Warehouse;

namespace Infra.Tests;

/// <summary>The warehouse and the network it is in, where the settings ask for them.</summary>
public class WarehouseTests
{
    private static Task<DeployedStack> Dev => DeployedStack.DevWith(("warehouse", "redshift"));

    [Fact]
    public async Task Nothing_of_it_is_deployed_unless_it_is_asked_for()
    {
        var stack = await DeployedStack.Dev;

        Assert.DoesNotContain(stack.Resources, resource => resource.ShortType.Split('/')[0] is "ec2" or "redshiftserverless");
        Assert.DoesNotContain(stack.Resources, resource => resource.Name.Contains("warehouse", StringComparison.Ordinal));
        Assert.DoesNotContain(stack.Outputs.Keys, output => output.Contains("arehouse", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Switched_on_it_adds_to_the_stack_and_changes_nothing_else_but_who_is_told_and_what_expires()
    {
        var (without, with) = (await DeployedStack.Dev, await Dev);

        Assert.Equal(
            ["dashboard", "failed-executions", "lake-lifecycle"],
            without.Resources
                .Where(resource => !resource.IsComponent && with.The(resource.Name).Inputs.ToJsonString() != resource.Inputs.ToJsonString())
                .Select(resource => resource.Name)
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nobody_reaches_it_from_outside_and_it_reaches_nothing_but_the_lake()
    {
        var stack = await Dev;
        var workgroup = stack.The("warehouse-workgroup");

        Assert.False(workgroup.Flag("publiclyAccessible"));
        Assert.True(workgroup.Flag("enhancedVpcRouting"));
        Assert.Equal(3, workgroup["subnetIds"]!.AsArray().Count);
        Assert.Equal(3, stack.All("ec2/Subnet").Select(subnet => subnet.Text("availabilityZone")).Distinct().Count());
        Assert.All(stack.All("ec2/Subnet"), subnet => Assert.False(subnet.Flag("mapPublicIpOnLaunch")));
        Assert.DoesNotContain(stack.Resources, resource => resource.ShortType is "ec2/InternetGateway" or "ec2/NatGateway" or "ec2/Route");
        foreach (var group in stack.All("ec2/SecurityGroup").Concat(stack.All("ec2/DefaultSecurityGroup")))
        {
            Assert.Empty(group["ingress"]?.AsArray() ?? []);
            Assert.All(group["egress"]?.AsArray() ?? [], rule =>
            {
                Assert.Null(rule!["cidrBlocks"]);
                Assert.Equal("""["pl-63a5400a"]""", rule["prefixListIds"]!.ToJsonString());
            });
        }

        var way = stack.The("network-to-s3").Statements("policy").Single();
        Assert.Contains("arn:aws:s3:::streaming-analytics-dev-lake-111122223333", way.Resources);
        Assert.DoesNotContain("*", way.Resources);
    }

    [Theory]
    [InlineData("dev", null)]
    [InlineData("prod", "arn:aws:kms:us-east-1:111122223333:key/11112222-3333-4444-5555-666677778888")]
    public async Task It_is_encrypted_its_connections_too_and_its_password_is_nobodys(string name, string? key)
    {
        var stack = name == "dev" ? await Dev : await DeployedStack.Prod;
        var warehouse = stack.The("warehouse-namespace");

        // Without a key of the stack's, Redshift encrypts by one of AWS's.
        Assert.Equal(key, warehouse.Text("kmsKeyId"));
        Assert.True(warehouse.Flag("manageAdminPassword"));
        Assert.Null(warehouse["adminUserPassword"]);
        Assert.Contains(
            stack.The("warehouse-workgroup")["configParameters"]!.AsArray(),
            parameter => parameter!["parameterKey"]!.ToString() == "require_ssl" && parameter["parameterValue"]!.ToString() == "true");
    }

    [Fact]
    public async Task It_stops_when_it_has_used_what_a_month_may_cost()
    {
        var stack = await DeployedStack.DevWith(("warehouse", "redshift"), ("warehouseRpu", "8"), ("warehouseRpuHours", "100"));
        var limit = stack.The("warehouse-limit");

        Assert.Equal((100, "monthly", "deactivate"), (limit.Number("amount"), limit.Text("period"), limit.Text("breachAction")));
        Assert.Contains(limit.Text("resourceArn")!, stack.The("warehouse-workgroup").Identities);
        Assert.Equal(8, stack.The("warehouse-workgroup").Number("baseCapacity"));
        Assert.Equal(
            "warehouse: Redshift Serverless, 8 RPU at $0.375 an hour each, by the second while statements run and a minute at least; it stops at 100 RPU-hours a month, about $38",
            stack.Outputs["billedByTheHour"]);
    }

    [Fact]
    public async Task It_is_loaded_by_the_definition_of_the_repository_from_the_tables_that_the_stack_fills()
    {
        var plain = Tables(await Dev);
        var withStreams = Tables(await DeployedStack.DevWith(("warehouse", "redshift"), ("realtime", "true")));

        Assert.Equal(["inventory"], plain.Select(table => table["name"]!.ToString()));
        Assert.Equal(["inventory", "telemetry", "visits"], withStreams.Select(table => table["name"]!.ToString()));
        Assert.Equal(new WarehouseTable(WorkflowFiles.Table("inventory")).Merge, plain[0]["merge"]!.ToString());

        static List<JsonNode> Tables(DeployedStack stack) =>
            [.. stack.The("warehouse-load").Document("definition")["States"]!["LoadTables"]!["Items"]!.AsArray().Select(table => table!)];
    }

    [Fact]
    public async Task In_prod_its_data_is_protected_and_in_dev_it_goes_with_the_stack()
    {
        Assert.Contains("warehouse-namespace", (await DeployedStack.Prod).Protected);
        Assert.Empty((await Dev).Protected);
    }
}
