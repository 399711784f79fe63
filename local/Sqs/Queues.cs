using Local.Storage;

namespace Local.Sqs;

/// <summary>The queues of a data folder.</summary>
internal sealed class Queues : IAsyncDisposable
{
    private readonly SortedDictionary<string, Queue> queues = new(StringComparer.Ordinal);
    private readonly QueueLog log;
    private readonly TimeProvider clock;
    private readonly Func<string> newId;

    private Queues(QueueLog log, IEnumerable<QueueSettings> settings, TimeProvider clock, Func<string> newId)
    {
        this.log = log;
        this.clock = clock;
        this.newId = newId;
        foreach (var queue in settings)
        {
            queues.Add(queue.Name, new(queue, log, clock, newId));
        }

        // A queue that the program no longer names keeps what it holds.
        foreach (var name in log.QueueNames.Where(name => !queues.ContainsKey(name)).ToList())
        {
            queues.Add(name, new(new(name), log, clock, newId));
        }

        MoveTasks = new(this, clock, newId);
    }

    /// <summary>Something happened in a queue. Who listens only notes it: the queues wait.</summary>
    public event Action Changed
    {
        add => log.Changed += value;
        remove => log.Changed -= value;
    }

    public IReadOnlyCollection<Queue> All => queues.Values;

    public MoveTasks MoveTasks { get; }

    /// <summary>A sentence on the last process's unfinished write, where there was one.</summary>
    public string? Recovered => log.Recovered;

    /// <summary>Reads what the queues held when the last process ended; what that had in flight is visible again.</summary>
    /// <exception cref="JournalException">What they held cannot be read.</exception>
    public static Queues Open(
        string folder,
        IEnumerable<QueueSettings> settings,
        TimeProvider clock,
        Func<string> newId,
        JournalOptions? options = null)
    {
        var log = new QueueLog(Path.Combine(folder, "queues.journal"), options);
        log.ReleaseInFlight(clock.GetUtcNow());
        return new(log, settings, clock, newId);
    }

    /// <exception cref="SqsException">There is none of that name.</exception>
    public Queue Get(string name) => queues.GetValueOrDefault(name) ?? throw SqsException.NoSuchQueue();

    /// <summary>Sends a dead-letter queue's messages back to where they came from, or elsewhere, as new messages.</summary>
    /// <returns>The number of messages that were moved.</returns>
    public async Task<int> MoveAsync(Queue deadLetters, Queue? destination = null, int atMost = int.MaxValue)
    {
        var recorded = new List<Task>();
        var moved = 0;
        lock (log.Gate)
        {
            var groups = deadLetters.Contents.Messages
                .Select(message => (message.Id, To: destination?.Name ?? message.DeadLetterSource))
                .Where(move => move.To is not null && queues.ContainsKey(move.To))
                .Take(atMost)
                .GroupBy(move => move.To!, move => move.Id)
                .ToList();
            foreach (var group in groups)
            {
                var ids = group.ToList();
                var newIds = ids.ConvertAll(_ => newId());
                recorded.Add(log.RecordAsync(
                    new QueueEvent.Redriven(deadLetters.Name, group.Key, ids, newIds, clock.GetUtcNow())));
                moved += ids.Count;
            }
        }

        await Task.WhenAll(recorded);
        return moved;
    }

    public ValueTask DisposeAsync()
    {
        MoveTasks.End();
        return log.DisposeAsync();
    }
}
