namespace Infra.Tests;

/// <summary>What a stack has only if its settings ask for it.</summary>
public class OptionalPartTests
{
    [Fact]
    public async Task Without_a_schedule_no_execution_starts_by_itself() =>
        Assert.Equal(["waves-schedule"], (await DeployedStack.Dev).All("scheduler/Schedule").Select(schedule => schedule.Name));

    [Fact]
    public async Task Trucks_are_sent_out_when_an_execution_has_succeeded_and_by_a_schedule()
    {
        var stack = await DeployedStack.DevWith(("waveSchedule", "rate(1 hour)"));
        var truck = stack.The("store-truck");

        Assert.Equal(
            $$"""{"stateMachineArn":["{{stack.Outputs["stateMachineArn"]}}"],"status":["SUCCEEDED"]}""",
            stack.The("succeeded-executions").Document("eventPattern")["detail"]!.ToJsonString());
        Assert.Contains(stack.The("succeeded-executions-to-store-truck").Text("arn")!, truck.Identities);
        Assert.Equal("rate(1 hour)", stack.The("waves-schedule").Text("scheduleExpression"));
        Assert.Equal("""{"source":"schedule"}""", stack.The("waves-schedule").Text("target.input"));
        Assert.Contains(stack.The("waves-schedule").Text("target.arn")!, truck.Identities);
    }

    [Fact]
    public async Task A_schedule_starts_the_state_machine_and_keeps_the_starts_it_missed()
    {
        var stack = await DeployedStack.DevWith(("schedule", "rate(6 hours)"), ("scheduleTimeZone", "Europe/Berlin"));
        var schedule = stack.The("schedule");

        Assert.Equal("rate(6 hours)", schedule.Text("scheduleExpression"));
        Assert.Equal("Europe/Berlin", schedule.Text("scheduleExpressionTimezone"));
        Assert.Equal(stack.Outputs["stateMachineArn"], schedule.Text("target.arn"));
        Assert.Contains(schedule.Text("target.deadLetterConfig.arn")!, stack.The("missed-starts-queue").Identities);
        Assert.Equal("streaming-analytics-dev-missed-starts", stack.The("missed-starts-alarm").Text("dimensions.QueueName"));
    }

    [Fact]
    public async Task An_email_address_is_subscribed_to_the_alerts()
    {
        Assert.DoesNotContain((await DeployedStack.Dev).Resources, resource => resource.ShortType == "sns/TopicSubscription");

        var stack = await DeployedStack.DevWith(("alarmEmail", "night-shift@example.com"));

        Assert.Equal("night-shift@example.com", stack.The("alerts-email").Text("endpoint"));
        Assert.Equal(stack.Outputs["alertsTopicArn"], stack.The("alerts-email").Text("topic"));
    }

    [Fact]
    public async Task Reference_data_is_laid_where_its_tables_look_for_it()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        File.WriteAllText(Path.Combine(folder, "stores.csv"), "\uFEFFstore_id,depot_id,name,region,latitude,longitude,phone\r\nS1,D1,\"One, old\",north,53.5,10,1\r\n");
        File.WriteAllText(Path.Combine(folder, "depots.csv"), "depot_id,name,latitude,longitude,trucks,truck_volume_l\nD1,Depot,53.6,10.1,2,1000\n");

        var stack = await DeployedStack.DevWith(("referenceData", folder));

        Assert.Equal(["depots/depots.csv", "stores/stores.csv"], stack.All("s3/BucketObjectv2").Select(file => file.Text("key")!));
        Assert.Equal(
            [
                "depot_id,name,latitude,longitude,trucks,truck_volume_l,route_hours\nD1,Depot,53.6,10.1,2,1000,9\n",
                "store_id,name,region,depot_id,latitude,longitude\nS1,\"One, old\",north,D1,53.5,10\n",
            ],
            stack.All("s3/BucketObjectv2").Select(file => file.Text("content")!));
    }

    [Fact]
    public async Task Distances_are_laid_there_too_where_the_folder_has_some()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        File.WriteAllText(Path.Combine(folder, "stores.csv"), "store_id,depot_id,name,region,latitude,longitude\nS1,D1,One,north,53.5,10\n");
        File.WriteAllText(Path.Combine(folder, "depots.csv"), "depot_id,name,latitude,longitude,trucks,truck_volume_l\nD1,Depot,53.6,10.1,2,1000\n");
        File.WriteAllText(Path.Combine(folder, "distances.csv"), "to_id,from_id,kilometres\nS1,D1,12.5\n");

        var file = (await DeployedStack.DevWith(("referenceData", folder))).The("distances-reference");

        Assert.Equal(
            ("distances/distances.csv", "from_id,to_id,kilometres,hours\nD1,S1,12.5,0\n"),
            (file.Text("key"), file.Text("content")));
    }

    [Fact]
    public async Task The_budget_counts_this_stack_only()
    {
        var stack = await DeployedStack.DevWith(("monthlyBudgetUsd", "75"));
        var budget = stack.The("budget");

        Assert.Equal("75", budget.Text("limitAmount"));
        Assert.Equal("""[{"name":"TagKeyValue","values":["user:Stack$streaming-analytics-dev"]}]""", budget["costFilters"]!.ToJsonString());
        Assert.Equal(2, budget["notifications"]!.AsArray().Count);
    }

    [Fact]
    public async Task The_dashboard_shows_the_pipeline_from_left_to_right()
    {
        var titles = (await DeployedStack.Dev).The("dashboard").Document("dashboardBody")["widgets"]!.AsArray()
            .Where(widget => widget!["type"]!.ToString() == "text")
            .OrderBy(widget => widget!["x"]!.GetValue<int>())
            .Select(widget => widget!["properties"]!["markdown"]!.ToString());

        Assert.Equal(["## Readings", "## Queries", "## Executions", "## Deliveries", "## Trucks", "## Dispatches"], titles);
    }
}
