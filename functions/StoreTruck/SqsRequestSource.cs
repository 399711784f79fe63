using System.Globalization;
using Amazon.SQS;
using Amazon.SQS.Model;
using RecordStreaming;
using Replenishment.Waves;

namespace StoreTruck;

/// <summary>The delivery queue, and the one where requests wait that no truck could carry.</summary>
/// <remarks>
/// A second queue, so that the age of the first tells of requests that nobody has looked at, and the depth of the second of those
/// for which there is no truck.
/// </remarks>
internal sealed class SqsRequestSource(IAmazonSQS sqs, string deliveries, string waiting, Backoff backoff, TimeProvider clock) : IRequestSource
{
    private static readonly List<string> Counts =
        ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed"];

    private const int EntriesPerCall = 10;
    private const int CallsAtOnce = 16;

    // The longest that SQS delays a message.
    private static readonly TimeSpan NextTry = TimeSpan.FromMinutes(15);

    public async Task<IReadOnlyList<QueuedRequest>> ReceiveAsync(CancellationToken cancellation = default)
    {
        // Waiting for a second asks all servers of the queue: without it, some of them have answered for all that there is none. A
        // request that waits for a truck may wait for the next wave.
        var received = await ReceiveAsync(deliveries, waitSeconds: 1, cancellation);
        return received.Count > 0 ? received : await ReceiveAsync(waiting, waitSeconds: 0, cancellation);
    }

    public Task HoldAsync(IReadOnlyList<QueuedRequest> requests, CancellationToken cancellation = default) =>
        HideAsync(requests, WaveLimits.Hold, cancellation);

    public Task ReturnAsync(IReadOnlyList<(QueuedRequest Request, string Reason)> requests, CancellationToken cancellation = default) =>
        HideAsync([.. requests.Select(one => one.Request)], TimeSpan.Zero, cancellation);

    // A message that could not be deleted comes again, and its lines are found dispatched.
    public Task DeleteAsync(IReadOnlyList<QueuedRequest> requests, CancellationToken cancellation = default) => EachAsync(
        requests,
        async (queue, chunk) => (await sqs.DeleteMessageBatchAsync(
            new()
            {
                QueueUrl = queue,
                Entries = [.. chunk.Select(one => new DeleteMessageBatchRequestEntry { Id = one.Id, ReceiptHandle = one.Request.Receipt })],
            },
            cancellation)).Failed,
        cancellation);

    public async Task PostponeAsync(IReadOnlyList<QueuedRequest> requests, CancellationToken cancellation = default)
    {
        // After a crash in between both are there, and their orders are dispatched once.
        var unsent = await EachAsync(
            requests,
            async (_, chunk) => (await sqs.SendMessageBatchAsync(
                new()
                {
                    QueueUrl = waiting,
                    Entries = [.. chunk.Select(one => new SendMessageBatchRequestEntry
                    {
                        Id = one.Id,
                        MessageBody = one.Request.Body,
                        DelaySeconds = (int)NextTry.TotalSeconds,
                    })],
                },
                cancellation)).Failed,
            cancellation,
            perCall: 1);
        await DeleteAsync([.. requests.Except(unsent)], cancellation);
    }

    public async Task<int> CountAsync(CancellationToken cancellation = default)
    {
        var counts = await Task.WhenAll(
            new[] { deliveries, waiting }.Select(queue => sqs.GetQueueAttributesAsync(new() { QueueUrl = queue, AttributeNames = Counts }, cancellation)));
        return counts.Sum(queue => queue.Attributes.Values.Sum(count => int.Parse(count, CultureInfo.InvariantCulture)));
    }

    private async Task<IReadOnlyList<QueuedRequest>> ReceiveAsync(string queue, int waitSeconds, CancellationToken cancellation)
    {
        var answer = await sqs.ReceiveMessageAsync(
            new ReceiveMessageRequest
            {
                QueueUrl = queue,
                MaxNumberOfMessages = EntriesPerCall,
                VisibilityTimeout = (int)WaveLimits.Hold.TotalSeconds,
                WaitTimeSeconds = waitSeconds,
            },
            cancellation);

        return [.. (answer.Messages ?? []).Select(message => new Taken(queue, message))];
    }

    // A message that is not in flight any more is left as it is: somebody else has it now, or it is done.
    private Task<IReadOnlyList<QueuedRequest>> HideAsync(IReadOnlyList<QueuedRequest> requests, TimeSpan time, CancellationToken cancellation) => EachAsync(
        requests,
        async (queue, chunk) => (await sqs.ChangeMessageVisibilityBatchAsync(
            new()
            {
                QueueUrl = queue,
                Entries = [.. chunk.Select(one => new ChangeMessageVisibilityBatchRequestEntry
                {
                    Id = one.Id,
                    ReceiptHandle = one.Request.Receipt,
                    VisibilityTimeout = (int)time.TotalSeconds,
                })],
            },
            cancellation)).Failed,
        cancellation);

    /// <summary>Calls for some requests of a queue at a time, and again for those that the service failed.</summary>
    /// <returns>The requests that failed for good.</returns>
    private async Task<IReadOnlyList<QueuedRequest>> EachAsync(
        IReadOnlyList<QueuedRequest> requests,
        Func<string, IReadOnlyList<(string Id, Taken Request)>, Task<List<BatchResultErrorEntry>?>> call,
        CancellationToken cancellation,
        int perCall = EntriesPerCall)
    {
        var failed = new List<QueuedRequest>();
        await Parallel.ForEachAsync(
            requests.Cast<Taken>().GroupBy(request => request.Queue).SelectMany(queue => queue.Chunk(perCall)),
            new ParallelOptions { MaxDegreeOfParallelism = CallsAtOnce, CancellationToken = cancellation },
            async (chunk, _) =>
            {
                var left = await CallAsync(chunk, call, cancellation);
                lock (failed)
                {
                    failed.AddRange(left);
                }
            });

        return failed;
    }

    private async Task<IReadOnlyList<Taken>> CallAsync(
        IReadOnlyList<Taken> chunk,
        Func<string, IReadOnlyList<(string Id, Taken Request)>, Task<List<BatchResultErrorEntry>?>> call,
        CancellationToken cancellation)
    {
        var refused = new List<Taken>();
        for (var attempt = 1; ; attempt++)
        {
            var entries = chunk.Select((request, index) => (Id: index.ToString(CultureInfo.InvariantCulture), Request: request)).ToList();
            var failures = (await call(chunk[0].Queue, entries) ?? []).ToDictionary(failure => failure.Id);
            var failed = entries.Where(entry => failures.ContainsKey(entry.Id)).ToList();
            refused.AddRange(failed.Where(entry => failures[entry.Id].SenderFault is true).Select(entry => entry.Request));
            chunk = [.. failed.Where(entry => failures[entry.Id].SenderFault is not true).Select(entry => entry.Request)];
            if (chunk.Count == 0 || attempt == backoff.Attempts)
            {
                return [.. refused, .. chunk];
            }

            await Task.Delay(backoff.After(attempt), clock, cancellation);
        }
    }

    private sealed record Taken(string Queue, Message Message) : QueuedRequest(Message.MessageId, Message.Body)
    {
        public string Receipt => Message.ReceiptHandle;
    }
}
