using System.Diagnostics;
using Local.Storage;
using Replenishment.Dispatching;

namespace Local.Dispatching;

/// <summary>The ledger of dispatches on this machine: what it has answered is on the disk.</summary>
internal sealed class JournalLedger : IDispatchLedger, IAsyncDisposable
{
    private const int EntriesPerRecord = 500;

    // Longer than any message can wait, in the queue and then in its dead-letter queue, to ask for the same order again.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    private readonly Dictionary<string, LedgerEntry> entries = [];
    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private readonly Journal<LedgerRecord> journal;

    // The last append; with it, all before it are safe.
    private Task recorded = Task.CompletedTask;

    private JournalLedger(string path, TimeProvider clock, JournalOptions? options)
    {
        this.clock = clock;
        journal = Journal<LedgerRecord>.Open(path, "dispatches", LedgerJson.Lines.LedgerRecord, Apply, options);
    }

    /// <summary>A sentence on the last process's unfinished write, where there was one.</summary>
    public string? Recovered => journal.Recovered;

    public int Count
    {
        get
        {
            lock (gate)
            {
                return entries.Count;
            }
        }
    }

    /// <exception cref="JournalException">What was dispatched cannot be read.</exception>
    public static JournalLedger Open(string folder, TimeProvider clock, JournalOptions? options = null) =>
        new(Path.Combine(folder, "dispatches.journal"), clock, options);

    public Task<IReadOnlyDictionary<string, LedgerEntry>> FindAsync(
        IReadOnlyCollection<string> orderKeys, CancellationToken cancellation = default)
    {
        lock (gate)
        {
            return OnceSafeAsync(Held(orderKeys), recorded, cancellation);
        }
    }

    public Task<IReadOnlyDictionary<string, LedgerEntry>> RecordAsync(
        IReadOnlyCollection<LedgerEntry> entries, CancellationToken cancellation = default)
    {
        lock (gate)
        {
            var fresh = entries.Where(entry => !this.entries.ContainsKey(entry.OrderKey)).DistinctBy(entry => entry.OrderKey);
            foreach (var chunk in fresh.Chunk(EntriesPerRecord).ToList())
            {
                Record(new LedgerRecord.Dispatched(chunk));
            }

            return OnceSafeAsync(Held([.. entries.Select(entry => entry.OrderKey)]), recorded, cancellation);
        }
    }

    public Task MarkStreamedAsync(IReadOnlyCollection<string> orderKeys, CancellationToken cancellation = default)
    {
        lock (gate)
        {
            var unmarked = orderKeys.Where(key => entries.TryGetValue(key, out var entry) && !entry.Streamed).ToList();
            if (unmarked.Count > 0)
            {
                Record(new LedgerRecord.Streamed(unmarked));
            }

            return recorded.WaitAsync(cancellation);
        }
    }

    public ValueTask DisposeAsync() => journal.DisposeAsync();

    // Nobody acts on an entry that a crash could still take back, be it another caller's.
    private static async Task<IReadOnlyDictionary<string, LedgerEntry>> OnceSafeAsync(
        IReadOnlyDictionary<string, LedgerEntry> held, Task recorded, CancellationToken cancellation)
    {
        await recorded.WaitAsync(cancellation);
        return held;
    }

    private Dictionary<string, LedgerEntry> Held(IReadOnlyCollection<string> orderKeys) =>
        orderKeys.Distinct().Where(entries.ContainsKey).ToDictionary(key => key, key => entries[key]);

    private void Record(LedgerRecord record)
    {
        Apply(record);
        recorded = journal.AppendAsync(record);
        if (journal.IsWorthCompacting)
        {
            journal.Compact(Snapshot());
        }
    }

    private void Apply(LedgerRecord record)
    {
        switch (record)
        {
            case LedgerRecord.Dispatched dispatched:
                foreach (var entry in dispatched.Entries)
                {
                    entries[entry.OrderKey] = entry;
                }

                break;
            case LedgerRecord.Streamed streamed:
                foreach (var key in streamed.OrderKeys)
                {
                    entries[key] = entries[key] with { Streamed = true };
                }

                break;
            default:
                throw new UnreachableException($"No rule applies a {record.GetType().Name} record.");
        }
    }

    private IEnumerable<LedgerRecord> Snapshot()
    {
        var forgotten = clock.GetUtcNow() - Remembered;
        foreach (var old in entries.Values.Where(entry => entry.Streamed && entry.Loads[0].DispatchedAt < forgotten).ToList())
        {
            entries.Remove(old.OrderKey);
        }

        return entries.Values.Chunk(EntriesPerRecord).Select(chunk => new LedgerRecord.Dispatched(chunk));
    }
}
