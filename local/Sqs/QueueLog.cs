using System.Diagnostics;
using Local.Storage;

namespace Local.Sqs;

/// <summary>
/// The contents of all queues and the journal that outlives them. One journal, so that a message moves between queues
/// in one record; one lock, taken by whoever looks at or changes contents.
/// </summary>
internal sealed class QueueLog : IAsyncDisposable
{
    private const int MessagesPerSnapshotRecord = 500;

    private readonly Dictionary<string, QueueContents> contents = [];
    private readonly Journal<QueueEvent> journal;

    public QueueLog(string path, JournalOptions? options) =>
        journal = Journal<QueueEvent>.Open(path, "queues", QueueEventJson.Lines.QueueEvent, Apply, options);

    public Lock Gate { get; } = new();

    /// <summary>Something happened in a queue. Told under the gate: who listens notes it and returns.</summary>
    public event Action? Changed;

    public string? Recovered => journal.Recovered;

    public IReadOnlyCollection<string> QueueNames => contents.Keys;

    public QueueContents Contents(string queue)
    {
        if (!contents.TryGetValue(queue, out var found))
        {
            contents.Add(queue, found = new());
        }

        return found;
    }

    /// <summary>Lets it happen and writes it down. Called under the gate; the task is awaited outside it.</summary>
    /// <returns>Completes when it is written down for good.</returns>
    public Task RecordAsync(QueueEvent what)
    {
        Apply(what);
        Changed?.Invoke();
        var recorded = journal.AppendAsync(what);
        if (journal.IsWorthCompacting)
        {
            journal.Compact(Snapshot());
        }

        return recorded;
    }

    /// <summary>
    /// Makes visible what the last process had in flight: its receivers died with it. Not written down, since the next
    /// process would do the same.
    /// </summary>
    public void ReleaseInFlight(DateTimeOffset now)
    {
        foreach (var queue in contents.Values)
        {
            foreach (var message in queue.Messages.Where(message => message.IsInFlight(now)).ToList())
            {
                queue.Put(message with { VisibleAt = now });
            }
        }
    }

    public ValueTask DisposeAsync() => journal.DisposeAsync();

    private void Apply(QueueEvent what)
    {
        var queue = Contents(what.Queue);
        switch (what)
        {
            case QueueEvent.Put put:
                foreach (var message in put.Messages)
                {
                    queue.Put(message);
                }

                break;
            case QueueEvent.Received received:
                foreach (var id in received.Ids)
                {
                    queue.Change(id, message => message with
                    {
                        VisibleAt = received.VisibleAt,
                        Receives = message.Receives + 1,
                        FirstReceivedAt = message.FirstReceivedAt ?? received.At,
                        LastReceivedAt = received.At,
                        Failure = null,
                    });
                }

                break;
            case QueueEvent.VisibilityChanged changed:
                queue.Change(changed.Id, message => message with { VisibleAt = changed.VisibleAt, Failure = changed.Failure });
                break;
            case QueueEvent.Deleted deleted:
                foreach (var id in deleted.Ids)
                {
                    queue.Remove(id);
                }

                break;
            case QueueEvent.DeadLettered lost:
                foreach (var id in lost.Ids)
                {
                    if (queue.Remove(id) is { } message)
                    {
                        Contents(lost.To).Put(message with
                        {
                            VisibleAt = lost.At,
                            LastReceivedAt = null,
                            DeadLetterSource = lost.Queue,
                        });
                    }
                }

                break;
            case QueueEvent.Redriven redriven:
                foreach (var (id, newId) in redriven.Ids.Zip(redriven.NewIds))
                {
                    if (queue.Remove(id) is { } message)
                    {
                        Contents(redriven.To).Put(new(newId, message.Body, redriven.At, redriven.At)
                        {
                            Attributes = message.Attributes,
                            TraceHeader = message.TraceHeader,
                            GroupId = message.GroupId,
                        });
                    }
                }

                break;
            case QueueEvent.Purged:
                queue.Clear();
                break;
            default:
                throw new UnreachableException($"No rule applies a {what.GetType().Name} event.");
        }
    }

    private IEnumerable<QueueEvent> Snapshot() =>
        from queue in contents
        from messages in queue.Value.Messages.Chunk(MessagesPerSnapshotRecord)
        select new QueueEvent.Put(queue.Key, messages);
}
