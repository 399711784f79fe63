namespace Infra.Tests.Checks;

public class FunctionChecks
{
    [Fact]
    public async Task Check_25_Functions_run_on_the_latest_runtime() => await OfEachFunction(function =>
    {
        Assert.Equal("dotnet10", function.Text("runtime"));
        Assert.Equal("arm64", function.Text("architectures.0"));
    });

    [Fact]
    public async Task Check_26_Functions_are_traced() => await OfEachFunction(function =>
        Assert.Equal("Active", function.Text("tracingConfig.mode")));

    [Fact]
    public async Task Check_27_Functions_have_a_limit_of_their_own_where_the_account_has_one_to_give()
    {
        await OfEachFunction(function => Assert.True(function.Number("reservedConcurrentExecutions") > 0));

        // Without one the map holds the one back, and the lease of the waves the other.
        var dev = await DeployedStack.Dev;
        Assert.Null(dev.The("store-planning")["reservedConcurrentExecutions"]);
        Assert.Equal(8, dev.The("state-machine").Document("definition")["States"]!["PlanDeliveries"]!["MaxConcurrency"]!.GetValue<int>());
    }

    // Names of what the functions work on; nothing secret is among them.
    private static readonly string[] Names =
    [
        "ALERTS_TABLE", "ALERT_TOPIC", "DELIVERY_QUEUE_URL", "DETECTORS_TABLE", "DISPATCH_STREAM", "DISPATCH_TABLE", "LAKE_BUCKET",
        "MINUTES_TABLE", "PRICES_TABLE", "ROUTES_BUCKET", "SEARCH_ENDPOINT", "SEARCH_RETENTION_DAYS", "STREAM_LAG_SECONDS", "TELEMETRY_DELIVERY", "TELEMETRY_STREAM", "TRUCKS_TABLE",
        "VISITS_STREAM", "WAITING_QUEUE_URL",
    ];

    [Fact]
    public async Task Check_28_Functions_environments_are_encrypted_and_hold_no_secret() => await OfEachFunction(function =>
    {
        var variables = function["environment.variables"]?.AsObject().Select(variable => variable.Key) ?? [];
        // Lambda drops a key where there are no variables, and a second `pulumi up` would set it again.
        Assert.Equal(variables.Any(), function["kmsKeyArn"] is not null);
        Assert.Equal(variables.Any(), function["environment"] is not null);
        Assert.Empty(variables.Except(Names));
    });

    [Fact]
    public async Task Check_29_Functions_cannot_be_called_from_outside_the_account()
    {
        var stack = await DeployedStack.Prod;
        var door = Assert.Single(stack.All("lambda/Permission"));

        Assert.DoesNotContain(stack.Resources, resource => resource.ShortType == "lambda/FunctionUrl");
        Assert.Equal("events.amazonaws.com", door.Text("principal"));
        Assert.Equal(FakeAws.Account.Id, door.Text("sourceAccount"));
        Assert.Contains(door.Text("sourceArn")!, stack.The("succeeded-executions").Identities);
    }

    [Fact]
    public async Task Check_31_Functions_say_how_much_memory_and_time_they_take() => await OfEachFunction(function =>
    {
        Assert.True(function.Number("memorySize") > 128);
        Assert.True(function.Number("timeout") > 3);
    });

    private static async Task OfEachFunction(Action<DeployedResource> check) =>
        Assert.All((await DeployedStack.Prod).All("lambda/Function"), check);
}
