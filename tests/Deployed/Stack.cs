using System.Text;
using System.Text.Json;
using Amazon.SQS;
using Replenishment;
using StoreApp;

namespace Deployed;

/// <summary>A deployed stack, driven by the commands that a user has.</summary>
internal sealed class Stack(StackOutputs outputs) : IDisposable
{
    // Firehose may hold a reading back for 15 minutes, and so a dispatch.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly AmazonSQSClient queues = new();

    public static TimeProvider Clock => TimeProvider.System;

    public void Dispose() => queues.Dispose();

    public async Task SendAsync(params Reading[] readings)
    {
        var lines = string.Join('\n', readings.Select(reading => JsonSerializer.Serialize(reading, ReplenishmentJson.Wire.Reading)));
        var (code, output) = await RunAsync(lines, "send", "-", "--stream", outputs.InventoryStream);
        Assert.True(code == 0, output);
    }

    /// <returns>The summary of an execution that succeeded.</returns>
    public async Task<JsonElement> PlanAsync()
    {
        var (code, output) = await RunAsync("", "plan", outputs.StateMachineArn);
        Assert.True(code == 0, output);
        return JsonElement.Parse(output);
    }

    /// <summary>The rows of a query, each an object of its columns.</summary>
    public async Task<IReadOnlyList<JsonElement>> QueryAsync(string sql, params string[] parameters)
    {
        var (code, output) = await RunAsync(
            sql,
            [
                "query", "-", "--workgroup", outputs.Workgroup, "--database", outputs.Database, "--output", "json",
                .. parameters.SelectMany(value => new[] { "--parameter", $"'{value}'" }),
            ]);
        Assert.True(code == 0, output);
        return [.. JsonElement.Parse(output).EnumerateArray()];
    }

    public Task<int> WaitingDeliveriesAsync() => MessagesAsync(outputs.DeliveryQueueUrl);

    public Task<int> DeadLettersAsync() => MessagesAsync(outputs.DeadLetterQueueUrl);

    /// <summary>Asks again and again until the answer is the one wanted.</summary>
    public static async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        var began = Clock.GetTimestamp();
        while (!await holds())
        {
            Assert.True(Clock.GetElapsedTime(began) < Patience, $"In {Patience.TotalMinutes} minutes it did not come to this: {what}.");
            await Task.Delay(Interval, Clock, TestContext.Current.CancellationToken);
        }
    }

    private async Task<int> MessagesAsync(string queue)
    {
        var answer = await queues.GetQueueAttributesAsync(
            new() { QueueUrl = queue, AttributeNames = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] },
            TestContext.Current.CancellationToken);
        return answer.Attributes.Values.Sum(count => int.Parse(count, null));
    }

    private static async Task<(int Code, string Output)> RunAsync(string input, params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var surroundings = new CommandEnvironment(
            connection => new AwsClients(connection),
            Clock,
            RecordStreaming.Backoff.RandomFraction,
            () => new MemoryStream(Encoding.UTF8.GetBytes(input)),
            IsTerminal: false);
        var code = await StoreAppCommand.Create(surroundings).Parse(arguments).InvokeAsync(
            new() { Output = output, Error = error }, TestContext.Current.CancellationToken);
        TestContext.Current.SendDiagnosticMessage(error.ToString());

        return (code, code == 0 ? output.ToString() : error.ToString());
    }
}
