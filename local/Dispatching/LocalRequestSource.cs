using Local.Sqs;
using Replenishment.Waves;

namespace Local.Dispatching;

/// <summary>The delivery queue as a wave uses it. What waits for a truck waits on it too, delayed.</summary>
internal sealed class LocalRequestSource(Queue deliveries) : IRequestSource
{
    // The longest that SQS delays a message.
    private static readonly TimeSpan NextTry = TimeSpan.FromMinutes(15);

    public async Task<IReadOnlyList<QueuedRequest>> ReceiveAsync(CancellationToken cancellation = default) =>
        [.. (await deliveries.ReceiveAsync(Batch.MostEntries, WaveLimits.Hold, TimeSpan.Zero, cancellation)).Select(message => new Taken(message))];

    public Task HoldAsync(IReadOnlyList<QueuedRequest> requests, CancellationToken cancellation = default) =>
        Task.WhenAll(requests.Chunk(Batch.MostEntries).Select(chunk => deliveries.ChangeVisibilityBatchAsync(
            [.. chunk.Select((request, index) => new BatchEntry<(string, TimeSpan)>($"{index}", (HandleOf(request), WaveLimits.Hold)))])));

    public Task DeleteAsync(IReadOnlyList<QueuedRequest> requests, CancellationToken cancellation = default) =>
        Task.WhenAll(requests.Select(request => deliveries.DeleteAsync(HandleOf(request))));

    public Task ReturnAsync(IReadOnlyList<(QueuedRequest Request, string Reason)> requests, CancellationToken cancellation = default) =>
        Task.WhenAll(requests.Select(one => deliveries.ChangeVisibilityAsync(HandleOf(one.Request), TimeSpan.Zero, one.Reason)));

    // The request becomes a new message. After a crash in between both exist, and their orders are dispatched once.
    public Task PostponeAsync(IReadOnlyList<QueuedRequest> requests, CancellationToken cancellation = default) =>
        Task.WhenAll(requests.Select(async request =>
        {
            await deliveries.SendAsync(new(request.Body, NextTry, ((Taken)request).Received.Message.Attributes));
            await deliveries.DeleteAsync(HandleOf(request));
        }));

    public Task<int> CountAsync(CancellationToken cancellation = default) => Task.FromResult(deliveries.Peek().Count);

    private static string HandleOf(QueuedRequest request) => ((Taken)request).Received.ReceiptHandle;

    private sealed record Taken(ReceivedMessage Received) : QueuedRequest(Received.Message.Id, Received.Body);
}
