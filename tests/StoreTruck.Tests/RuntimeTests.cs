using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.RuntimeSupport.Bootstrap;
using AwsFakes;

namespace StoreTruck.Tests;

/// <summary>The assembly as Lambda runs it: by its handler's name, through the runtime's own loop, set up by its environment.</summary>
public sealed class RuntimeTests
{
    private const string Handler = "StoreTruck::StoreTruck.DispatchTrucks_HandleAsync_Generated::HandleAsync";

    [Fact]
    public async Task The_runtime_starts_the_function_from_its_environment_and_sends_out_a_wave()
    {
        var table = new FakeDynamo("dispatched");
        var stream = new FakeFirehose("dispatches");
        var queues = new FakeSqs(TimeProvider.System);
        queues.Send("deliveries", Deliveries.Of("S1", "P1").Body(), "poison");
        await using var lambda = new RuntimeApi((name, input) =>
            name == "PutRecordBatch" ? stream.Answer(name, input)
            : input.ContainsKey("QueueUrl") ? queues.Answer(name, input)
            : table.Answer(name, input));

        // First as a stack that forgot the settings would start it: the environment is the process's, so in one test.
        var start = Start(lambda);
        var refusal = await lambda.InitErrorAsync(TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<Exception>(() => start);

        SetEnvironment(lambda.Address);
        _ = Start(lambda);
        var answer = await lambda.InvokeAsync("{}", TestContext.Current.CancellationToken);

        Assert.Contains(
            "StoreTruck cannot start: the environment has no DELIVERY_QUEUE_URL and no WAITING_QUEUE_URL and no DISPATCH_TABLE and no DISPATCH_STREAM and no STREAM_LAG_SECONDS and no LAKE_BUCKET.",
            refusal.Body,
            StringComparison.Ordinal);
        Assert.Equal("response", answer.Kind);
        Assert.StartsWith("""{"status":"dispatched","waves":1,"requests":1,"dispatched_lines":1,""", answer.Body, StringComparison.Ordinal);
        Assert.Equal(["poison"], queues.Visible("deliveries"));
        Assert.Equal(["S1|P1|2026-11-20T08:45:00.000Z"], table.Items.Keys);
        Assert.Single(stream.Documents);
    }

    private static Task Start(RuntimeApi lambda) =>
        new RuntimeSupportInitializer(Handler, new LambdaBootstrapOptions { RuntimeApiEndpoint = lambda.Address }).RunLambdaBootstrap();

    private static void SetEnvironment(string address)
    {
        Environment.SetEnvironmentVariable("DELIVERY_QUEUE_URL", $"http://{address}/123456789012/deliveries");
        Environment.SetEnvironmentVariable("WAITING_QUEUE_URL", $"http://{address}/123456789012/waiting");
        Environment.SetEnvironmentVariable("DISPATCH_TABLE", "dispatched");
        Environment.SetEnvironmentVariable("DISPATCH_STREAM", "dispatches");
        Environment.SetEnvironmentVariable("STREAM_LAG_SECONDS", "900");
        Environment.SetEnvironmentVariable("LAKE_BUCKET", "lake");
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL", $"http://{address}");
        Environment.SetEnvironmentVariable("AWS_REGION", "eu-west-1");
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "secret");
    }
}
