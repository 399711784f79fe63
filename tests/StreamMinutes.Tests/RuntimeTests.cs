using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.RuntimeSupport.Bootstrap;
using AwsFakes;

namespace StreamMinutes.Tests;

/// <summary>The assembly as Lambda runs it: by its handler's name, through the runtime's own loop, set up by its environment.</summary>
public sealed class RuntimeTests
{
    private const string Handler = "StreamMinutes::StreamMinutes.CountEvents_HandleAsync_Generated::HandleAsync";

    [Fact]
    public async Task The_runtime_starts_the_function_from_its_environment_and_carries_a_batch_through_it()
    {
        var tables = new FakeItems(Cloud.Keys);
        await using var lambda = new RuntimeApi(tables.Answer);

        // First as a stack that forgot the settings would start it: the environment is the process's, so in one test.
        var start = Start(lambda);
        var refusal = await lambda.InitErrorAsync(TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<Exception>(() => start);

        SetEnvironment(lambda.Address);
        _ = Start(lambda);
        var answer = await lambda.InvokeAsync(
            KinesisEvent.Of(
                "stack-visits",
                new(2026, 11, 26, 8, 1, 0, TimeSpan.Zero),
                """{"event_id":"v","store_id":"S","url":"/p","occurred_at":"2026-11-26T08:00:00Z","visits":3,"sales":1}"""),
            TestContext.Current.CancellationToken);

        Assert.Contains("StreamMinutes cannot start: the environment has no TELEMETRY_STREAM and no ", refusal.Body, StringComparison.Ordinal);
        Assert.Equal(new("response", """{"batchItemFailures":[]}"""), answer);
        Assert.Contains("\"visits\":{\"N\":\"3\"}", Assert.Single(tables.Items("stack-minutes")), StringComparison.Ordinal);
    }

    private static Task Start(RuntimeApi lambda) =>
        new RuntimeSupportInitializer(Handler, new LambdaBootstrapOptions { RuntimeApiEndpoint = lambda.Address }).RunLambdaBootstrap();

    private static void SetEnvironment(string address)
    {
        foreach (var (name, stream) in Cloud.Settings.Streams)
        {
            Environment.SetEnvironmentVariable($"{name.ToUpperInvariant()}_STREAM", stream);
        }

        foreach (var (name, table) in Cloud.Settings.Tables)
        {
            Environment.SetEnvironmentVariable($"{name.ToUpperInvariant()}_TABLE", table);
        }

        Environment.SetEnvironmentVariable("ALERT_TOPIC", Cloud.Settings.AlertTopic);
        Environment.SetEnvironmentVariable("LAKE_BUCKET", "lake");
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL", $"http://{address}");
        Environment.SetEnvironmentVariable("AWS_REGION", "eu-west-1");
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "secret");
    }
}
