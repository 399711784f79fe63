using System.Text.Json.Nodes;
using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.RuntimeSupport.Bootstrap;
using AwsFakes;

namespace StorePlanning.Tests;

/// <summary>The assembly as Lambda runs it: by its handler's name, through the runtime's own loop.</summary>
public sealed class RuntimeTests
{
    private const string Handler = "StorePlanning::StorePlanning.PlanStores_Handle_Generated::Handle";

    [Fact]
    public async Task The_runtime_finds_the_handler_and_carries_an_event_through_it()
    {
        await using var lambda = new RuntimeApi();
        _ = new RuntimeSupportInitializer(Handler, new LambdaBootstrapOptions { RuntimeApiEndpoint = lambda.Address }).RunLambdaBootstrap();

        var good = await lambda.InvokeAsync(
            await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Events", "batch.json"), TestContext.Current.CancellationToken),
            TestContext.Current.CancellationToken);
        var bad = await lambda.InvokeAsync(
            """{"BatchInput": {"execution_id": "e", "requested_at": "2026-11-20T18:00:00Z"}, "Items": [{"store_id": "S1", "lines": "x"}]}""",
            TestContext.Current.CancellationToken);

        Assert.Equal("response", good.Kind);
        Assert.Equal(1, JsonNode.Parse(good.Body)!["planned"]!["deliveries"]!.GetValue<int>());
        Assert.Equal("error", bad.Kind);
        Assert.Equal("InvalidShortageException", JsonNode.Parse(bad.Body)!["errorType"]!.GetValue<string>());
    }
}
