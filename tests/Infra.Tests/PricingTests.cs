using System.Text.Json.Nodes;

namespace Infra.Tests;

/// <summary>What sets prices, where the settings ask for it.</summary>
public class PricingTests
{
    private static Task<DeployedStack> Dev => DeployedStack.DevWith(("pricing", "true"));

    [Fact]
    public async Task Nothing_of_it_is_deployed_unless_it_is_asked_for()
    {
        var without = await DeployedStack.Dev;
        var added = (await Dev).Resources.Select(resource => resource.Name).Except(without.Resources.Select(resource => resource.Name)).ToList();

        Assert.All(["prices-table", "price-plan", "pricing-state-machine", "pricing-schedule", "price_list-table"], name => Assert.Contains(name, added));
        Assert.DoesNotContain(without.Resources, resource => resource.Name.Contains("pric", StringComparison.Ordinal));
        Assert.DoesNotContain(without.Outputs.Keys, output => output.Contains("pric", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_adds_to_a_stack_and_changes_what_is_there_in_name_only()
    {
        string[] widened = ["dashboard", "failed-executions", "lake-lifecycle"];
        var without = await DeployedStack.Dev;
        var with = await Dev;

        Assert.All(
            without.Resources.Where(resource => !resource.IsComponent && !widened.Contains(resource.Name)),
            resource => Assert.Equal(Text(resource), Text(with.The(resource.Name))));

        static string Text(DeployedResource resource) => string.Join('\n', resource.Inputs.Select(input => $"{input.Key} {input.Value?.ToJsonString()}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Prices_are_set_each_hour_unless_the_schedule_says_otherwise()
    {
        var schedule = (await Dev).The("pricing-schedule");
        var byHand = await DeployedStack.DevWith(("pricing", "true"), ("pricingSchedule", "none"));
        var daily = await DeployedStack.DevWith(("pricing", "true"), ("pricingSchedule", "cron(0 5 * * ? *)"));

        Assert.Equal("cron(0 * * * ? *)", schedule.Text("scheduleExpression"));
        Assert.Equal((await Dev).Outputs["pricingStateMachineArn"], schedule.Text("target.arn"));
        Assert.Equal("cron(0 5 * * ? *)", daily.The("pricing-schedule").Text("scheduleExpression"));
        Assert.DoesNotContain(byHand.Resources, resource => resource.Name == "pricing-schedule");
    }

    [Fact]
    public async Task Its_table_takes_what_comes_forgets_what_left_the_list_and_is_kept_in_prod()
    {
        var (dev, prod) = ((await Dev).The("prices-table"), (await DeployedStack.Prod).The("prices-table"));

        Assert.Equal(("PAY_PER_REQUEST", "store_id", "product_id"), (dev.Text("billingMode"), dev.Text("hashKey"), dev.Text("rangeKey")));
        Assert.Equal((true, "expires_at"), (dev.Flag("ttl.enabled"), dev.Text("ttl.attributeName")));
        Assert.False(dev.Flag("pointInTimeRecovery.enabled"));
        Assert.True(prod.Flag("pointInTimeRecovery.enabled"));
        Assert.True(prod.Flag("deletionProtectionEnabled"));
        Assert.StartsWith("arn:aws:kms:", prod.Text("serverSideEncryption.kmsKeyArn"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_settings_stand_in_the_definition()
    {
        var stack = await DeployedStack.DevWith(("pricing", "true"), ("pricingLookbackDays", "7"), ("pricingRecentHours", "12"), ("pricingDailyPercent", "3"));
        var defaults = stack.The("pricing-state-machine").Document("definition")["States"]!["Defaults"]!["Parameters"]!.ToJsonString();

        Assert.Contains("\\\"lookbackDays\\\":7,\\\"recentHours\\\":12,\\\"dailyPercent\\\":3", Unescaped(defaults), StringComparison.Ordinal);

        static string Unescaped(string json) => JsonNode.Parse(json)!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    [Fact]
    public async Task The_price_list_is_uploaded_where_there_is_one()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        File.WriteAllText(Path.Combine(folder, "stores.csv"), "store_id,name,region,depot_id,latitude,longitude\nS1,One,north,D1,53.5,10\n");
        File.WriteAllText(Path.Combine(folder, "depots.csv"), "depot_id,name,latitude,longitude,trucks,truck_volume_l\nD1,Depot,53.6,10.1,2,1000\n");
        Assert.Equal(2, (await DeployedStack.DevWith(("pricing", "true"), ("referenceData", folder))).All("s3/BucketObjectv2").Count);

        File.WriteAllText(Path.Combine(folder, "price_list.csv"), "product_id,list_price_cents,floor_price_cents,ceiling_price_cents\nP1,249,189,279\n");

        var file = (await DeployedStack.DevWith(("pricing", "true"), ("referenceData", folder))).The("price_list-reference");
        Assert.Equal(
            ("price_list/price_list.csv", "product_id,list_price_cents,floor_price_cents,ceiling_price_cents,shelf_life_days\nP1,249,189,279,0\n"),
            (file.Text("key"), file.Text("content")));
        Assert.Equal(2, (await DeployedStack.DevWith(("referenceData", folder))).All("s3/BucketObjectv2").Count);
    }
}
