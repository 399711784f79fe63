using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.RuntimeSupport.Bootstrap;
using AwsFakes;

namespace PricePlan.Tests;

/// <summary>The assembly as Lambda runs it: by its handler's name, through the runtime's own loop, set up by its environment.</summary>
public sealed class RuntimeTests
{
    private const string Handler = "PricePlan::PricePlan.PlanPrices_HandleAsync_Generated::HandleAsync";

    private const string Batch = """
        {
          "BatchInput": {"execution_id": "arn:aws:states:eu-west-1:1:execution:pricing:e", "hour": "2026-11-20T14", "daily_percent": 5},
          "Items": [
            {
              "store_id": "S0001", "product_id": "P00001", "on_hand": 19, "demand_per_day": 10.0, "visits_recent": 12, "visits_expected": 11.5,
              "sales_recent": 1, "sales_expected": null, "list_price_cents": 1000, "floor_price_cents": 700, "ceiling_price_cents": 1200, "shelf_life_days": 0
            }
          ]
        }
        """;

    [Fact]
    public async Task The_runtime_starts_the_function_from_its_environment_and_sets_a_batch_of_prices_once()
    {
        var tables = new FakeItems(new Dictionary<string, string[]> { ["stack-prices"] = ["store_id", "product_id"] });
        await using var lambda = new RuntimeApi(tables.Answer);

        // First as a stack that forgot the setting would start it: the environment is the process's, so in one test.
        var start = Start(lambda);
        var refusal = await lambda.InitErrorAsync(TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<Exception>(() => start);

        SetEnvironment(lambda.Address);
        _ = Start(lambda);
        var set = await lambda.InvokeAsync(Batch, TestContext.Current.CancellationToken);
        var again = await lambda.InvokeAsync(Batch, TestContext.Current.CancellationToken);
        var wrong = await lambda.InvokeAsync(Batch.Replace("T14", "", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        Assert.Contains("PricePlan cannot start: the environment has no PRICES_TABLE.", refusal.Body, StringComparison.Ordinal);
        Assert.Equal(new("response", """{"priced":1,"raised":1,"lowered":0,"unchanged":0,"kept":0,"held":{"day":1},"refused":{}}"""), set);
        Assert.Equal(new("response", """{"priced":0,"raised":0,"lowered":0,"unchanged":0,"kept":1,"held":{},"refused":{}}"""), again);
        Assert.Equal("error", wrong.Kind);
        Assert.Contains("\"errorType\":\"InvalidFeaturesException\"", wrong.Body, StringComparison.Ordinal);
        Assert.Contains("\"price_cents\":{\"N\":\"1050\"}", Assert.Single(tables.Items("stack-prices")), StringComparison.Ordinal);
    }

    private static Task Start(RuntimeApi lambda) =>
        new RuntimeSupportInitializer(Handler, new LambdaBootstrapOptions { RuntimeApiEndpoint = lambda.Address }).RunLambdaBootstrap();

    private static void SetEnvironment(string address)
    {
        Environment.SetEnvironmentVariable("PRICES_TABLE", "stack-prices");
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL", $"http://{address}");
        Environment.SetEnvironmentVariable("AWS_REGION", "eu-west-1");
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "secret");
    }
}
