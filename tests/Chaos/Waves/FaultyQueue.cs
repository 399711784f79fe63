using System.Globalization;
using Chaos.Shelves;
using Replenishment.Waves;

namespace Chaos.Waves;

/// <summary>A queue that gives a message at least once: for a while nobody else is given it, as with SQS.</summary>
internal sealed class FaultyQueue(Mishaps mishaps, Random random, TimeProvider clock) : IRequestSource
{
    private const int MostReceived = 10;
    private static readonly TimeSpan NextTry = TimeSpan.FromMinutes(15);

    private readonly Dictionary<string, (string Body, DateTimeOffset VisibleAt)> messages = [];
    private int number;

    public bool IsEmpty => messages.Count == 0;

    /// <summary>How often a request was put back because no truck could carry it that day.</summary>
    public int Postponed { get; private set; }

    public void Send(string body) => Put(body, clock.GetUtcNow());

    public Task<IReadOnlyList<QueuedRequest>> ReceiveAsync(CancellationToken cancellation = default) =>
        mishaps.CallAsync<IReadOnlyList<QueuedRequest>>(() =>
        {
            cancellation.ThrowIfCancellationRequested();
            var taken = messages.Where(message => message.Value.VisibleAt <= clock.GetUtcNow()).Take(MostReceived).ToList();
            foreach (var (id, (body, _)) in taken)
            {
                // Standard queues give a message again now and then.
                ShowAt(id, random.Next(20) == 0 ? TimeSpan.FromSeconds(1) : WaveLimits.Hold);
            }

            return Task.FromResult<IReadOnlyList<QueuedRequest>>([.. taken.Select(message => new QueuedRequest(message.Key, message.Value.Body))]);
        });

    public Task HoldAsync(IReadOnlyList<QueuedRequest> requests, CancellationToken cancellation = default) =>
        EachAsync(requests, request => ShowAt(request.MessageId, WaveLimits.Hold));

    public Task DeleteAsync(IReadOnlyList<QueuedRequest> requests, CancellationToken cancellation = default) =>
        EachAsync(requests, request => messages.Remove(request.MessageId));

    public Task ReturnAsync(IReadOnlyList<(QueuedRequest Request, string Reason)> requests, CancellationToken cancellation = default) =>
        EachAsync(requests, one => ShowAt(one.Request.MessageId, TimeSpan.Zero));

    public Task PostponeAsync(IReadOnlyList<QueuedRequest> requests, CancellationToken cancellation = default) =>
        EachAsync(requests, request =>
        {
            Postponed++;
            Put(request.Body, clock.GetUtcNow() + NextTry);
            messages.Remove(request.MessageId);
        });

    public Task<int> CountAsync(CancellationToken cancellation = default) => mishaps.CallAsync(() => Task.FromResult(messages.Count));

    private void Put(string body, DateTimeOffset visibleAt) =>
        messages.Add((++number).ToString("d4", CultureInfo.InvariantCulture), (body, visibleAt));

    private void ShowAt(string id, TimeSpan later)
    {
        if (messages.TryGetValue(id, out var message))
        {
            messages[id] = message with { VisibleAt = clock.GetUtcNow() + later };
        }
    }

    /// <summary>Each request is a call of its own, so that a process may die between two.</summary>
    private async Task EachAsync<T>(IReadOnlyList<T> requests, Action<T> work)
    {
        foreach (var request in requests)
        {
            await mishaps.CallAsync(() =>
            {
                work(request);
                return Task.CompletedTask;
            });
        }
    }
}
