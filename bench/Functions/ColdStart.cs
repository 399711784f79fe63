using System.Diagnostics;
using AwsFakes;

namespace Bench.Functions;

/// <summary>The times from the start of the function's process to its first answer.</summary>
/// <param name="Time">The time on the clock.</param>
/// <param name="Processor">The processor time of the process, user and system.</param>
internal sealed record ColdStart(TimeSpan Time, TimeSpan Processor)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <exception cref="InvalidOperationException">The answer is wrong.</exception>
    public static async Task<ColdStart> OfAsync(Package package)
    {
        var table = new FakeDynamo("dispatched");
        var stream = new FakeFirehose("dispatches");
        var queues = new FakeSqs(TimeProvider.System);
        queues.Send("deliveries", package.Call.Requests);
        var lambda = new RuntimeApi((name, input) =>
            name == "PutRecordBatch" ? stream.Answer(name, input)
            : input.ContainsKey("QueueUrl") ? queues.Answer(name, input)
            : table.Answer(name, input));
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        var answering = lambda.InvokeAsync(package.Call.Event, patience.Token);

        var clock = Stopwatch.StartNew();
        using var process = Start(package, lambda.Address);
        try
        {
            var answer = await answering;
            var taken = new ColdStart(clock.Elapsed, process.TotalProcessorTime);
            Require(package, answer, table, stream);

            return taken;
        }
        finally
        {
            // The function asks for its next event, which is answered before the function ends.
            await lambda.DisposeAsync();
            process.Kill();
        }
    }

    private static Process Start(Package package, string address)
    {
        var process = Process.Start(new ProcessStartInfo(package.Program, [.. package.Arguments, package.Call.Handler])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["AWS_LAMBDA_RUNTIME_API"] = address,
                ["AWS_ENDPOINT_URL"] = $"http://{address}",
                ["AWS_REGION"] = "eu-west-1",
                ["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE",
                ["AWS_SECRET_ACCESS_KEY"] = "secret",
                ["DELIVERY_QUEUE_URL"] = $"http://{address}/123456789012/deliveries",
                ["WAITING_QUEUE_URL"] = $"http://{address}/123456789012/waiting",
                ["DISPATCH_TABLE"] = "dispatched",
                ["DISPATCH_STREAM"] = "dispatches",
                ["STREAM_LAG_SECONDS"] = "900",
                ["LAKE_BUCKET"] = "lake",
            },
        })!;

        // Its log, read away so that it never waits for room.
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static void Require(Package package, RuntimeApi.Answer answer, FakeDynamo table, FakeFirehose stream)
    {
        var dispatched = package.Call.Function == "StoreTruck" ? FunctionCall.DispatchedLines : 0;
        if (answer.Kind != "response" || !answer.Body.StartsWith(package.Call.Answer, StringComparison.Ordinal)
            || table.Items.Count != dispatched || stream.Documents.Count != dispatched)
        {
            throw new InvalidOperationException($"{package.Call.Function}, {package.Form}: a wrong answer, {answer}");
        }
    }
}
