using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.RuntimeSupport.Bootstrap;
using AwsFakes;

namespace StreamSearch.Tests;

/// <summary>The assembly as Lambda runs it: by its handler's name, through the runtime's own loop, set up by its environment.</summary>
public sealed class RuntimeTests
{
    private const string Handler = "StreamSearch::StreamSearch.IndexEvents_HandleAsync_Generated::HandleAsync";

    private static readonly string[] Variables = ["SEARCH_ENDPOINT", "AWS_REGION", "SEARCH_RETENTION_DAYS", "LAKE_BUCKET", "TELEMETRY_STREAM", "VISITS_STREAM"];

    [Fact]
    public async Task The_runtime_starts_the_function_from_its_environment_and_carries_a_batch_through_it()
    {
        await using var cloud = new Cloud();
        await using var lambda = new RuntimeApi((_, _) => throw new InvalidOperationException("Nothing is asked of a table."));
        foreach (var name in Variables)
        {
            Environment.SetEnvironmentVariable(name, cloud.Variable(name));
        }

        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "secret");
        _ = new RuntimeSupportInitializer(Handler, new LambdaBootstrapOptions { RuntimeApiEndpoint = lambda.Address }).RunLambdaBootstrap();
        var answer = await lambda.InvokeAsync(
            KinesisEvent.Of(
                "stack-visits",
                new(2026, 11, 26, 8, 1, 0, TimeSpan.Zero),
                """{"event_id":"v","store_id":"S","url":"/p","occurred_at":"2026-11-26T08:00:00Z","visits":3,"sales":1}"""),
            TestContext.Current.CancellationToken);

        Assert.Equal(new("response", """{"batchItemFailures":[]}"""), answer);
        Assert.Equal(("visits-2026.11.26", "v"), Assert.Single(cloud.Search.Indices).Key);
    }
}
