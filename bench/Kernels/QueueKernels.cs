using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using Local.Sqs;
using Local.Storage;

namespace Bench.Kernels;

/// <summary>Messages sent, received and deleted by tens, each call answered when it is on the disk.</summary>
[SimpleJob(RunStrategy.Monitoring, warmupCount: 2, iterationCount: 8, invocationCount: 1)]
public class QueueKernels
{
    private const int Messages = 5_000;

    private readonly string body = new('x', 500);
    private DirectoryInfo? folder;
    private Queues? queues;

    [IterationSetup]
    public void Open()
    {
        folder = Directory.CreateTempSubdirectory("bench-queue");
        queues = Queues.Open(folder.FullName, [new("q")], TimeProvider.System, Ids.Random);
    }

    [IterationCleanup]
    public void Close()
    {
        queues!.DisposeAsync().AsTask().GetAwaiter().GetResult();
        folder!.Delete(recursive: true);
    }

    [Benchmark(Description = "Queue, durable: one call at a time", OperationsPerInvoke = Messages), BenchmarkCategory("messages")]
    public Task OneAtATimeAsync() => PassAsync(callers: 1);

    [Benchmark(Description = "Queue, durable: 50 calls at a time share writes", OperationsPerInvoke = Messages), BenchmarkCategory("messages")]
    public Task FiftyAtATimeAsync() => PassAsync(callers: 50);

    private async Task PassAsync(int callers)
    {
        var queue = queues!.Get("q");
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => SendAsync(queue, Messages / callers)));
        var deleted = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => DrainAsync(queue)));
        Answer.Require(deleted.Sum() == Messages && queue.Peek().Count == 0);
    }

    private async Task SendAsync(Queue queue, int messages)
    {
        for (var sent = 0; sent < messages; sent += 10)
        {
            await queue.SendBatchAsync([.. Enumerable.Range(0, 10).Select(i => new BatchEntry<NewMessage>($"{i}", new(body)))]);
        }
    }

    private static async Task<int> DrainAsync(Queue queue)
    {
        var deleted = 0;
        while (await queue.ReceiveAsync(10, wait: TimeSpan.Zero) is { Count: > 0 } received)
        {
            await queue.DeleteBatchAsync([.. received.Select((message, i) => new BatchEntry<string>($"{i}", message.ReceiptHandle))]);
            deleted += received.Count;
        }

        return deleted;
    }
}
