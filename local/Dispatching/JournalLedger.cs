using System.Diagnostics;
using Local.Storage;
using Replenishment.Dispatching;

namespace Local.Dispatching;

/// <summary>The ledger of dispatches on this machine: what it has answered is on the disk.</summary>
internal sealed class JournalLedger : IDispatchLedger, ITruckDays, IAsyncDisposable
{
    private const int EntriesPerRecord = 500;

    private readonly Dictionary<string, LedgerEntry> entries = [];

    // The order key of the last entry of each shelf.
    private readonly Dictionary<string, string> shelves = [];

    private readonly Dictionary<(string DepotId, DateOnly Day), DepotDay> days = [];
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
            return OnceSafeAsync<IReadOnlyDictionary<string, LedgerEntry>>(Held(orderKeys), recorded, cancellation);
        }
    }

    public Task<IReadOnlyDictionary<string, LedgerEntry>> FindLastAsync(
        IReadOnlyCollection<string> shelves, CancellationToken cancellation = default)
    {
        lock (gate)
        {
            var last = shelves.Where(this.shelves.ContainsKey).ToDictionary(shelf => shelf, shelf => entries[this.shelves[shelf]]);
            return OnceSafeAsync<IReadOnlyDictionary<string, LedgerEntry>>(last, recorded, cancellation);
        }
    }

    public Task<IReadOnlyDictionary<string, LedgerEntry>> RecordAsync(
        IReadOnlyCollection<ShelfOrder> orders, CancellationToken cancellation = default)
    {
        lock (gate)
        {
            var fresh = orders
                .Where(order => !entries.ContainsKey(order.Entry.OrderKey) && shelves.GetValueOrDefault(order.Entry.Shelf) == order.After)
                .DistinctBy(order => order.Entry.Shelf)
                .Select(order => order.Entry);
            foreach (var chunk in fresh.Chunk(EntriesPerRecord).ToList())
            {
                Record(new LedgerRecord.Dispatched(chunk));
            }

            return OnceSafeAsync<IReadOnlyDictionary<string, LedgerEntry>>(Held([.. orders.Select(order => order.Entry.OrderKey)]), recorded, cancellation);
        }
    }

    public Task MarkStreamedAsync(IReadOnlyCollection<string> orderKeys, CancellationToken cancellation = default)
    {
        lock (gate)
        {
            var unmarked = orderKeys.Where(key => entries.TryGetValue(key, out var entry) && !entry.Streamed).ToList();
            if (unmarked.Count > 0)
            {
                Record(new LedgerRecord.Streamed(unmarked, clock.GetUtcNow()));
            }

            return recorded.WaitAsync(cancellation);
        }
    }

    public Task<DepotDay> FindAsync(string depotId, DateOnly day, CancellationToken cancellation = default)
    {
        lock (gate)
        {
            return OnceSafeAsync(Day(depotId, day), recorded, cancellation);
        }
    }

    public Task<bool> GiveAsync(DepotDay day, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(day);

        lock (gate)
        {
            if (Day(day.DepotId, day.Day).Revision != day.Revision)
            {
                return Task.FromResult(false);
            }

            Record(new LedgerRecord.Given(day with { Revision = day.Revision + 1 }));
            return OnceSafeAsync(true, recorded, cancellation);
        }
    }

    public ValueTask DisposeAsync() => journal.DisposeAsync();

    // Nobody acts on an entry that a crash could still take back, be it another caller's.
    private static async Task<T> OnceSafeAsync<T>(T held, Task recorded, CancellationToken cancellation)
    {
        await recorded.WaitAsync(cancellation);
        return held;
    }

    // A truck is called after its depot: D1-T01.
    private static string DepotOf(string truckId) => truckId[..Math.Max(0, truckId.LastIndexOf("-T", StringComparison.Ordinal))];

    private DepotDay Day(string depotId, DateOnly day) => days.GetValueOrDefault((depotId, day)) ?? new(depotId, day, []);

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
                    shelves[entry.Shelf] = entry.OrderKey;
                    Note(entry);
                }

                break;
            case LedgerRecord.Given(var day):
                days[(day.DepotId, day.Day)] = day;
                break;
            case LedgerRecord.Streamed streamed:
                foreach (var key in streamed.OrderKeys)
                {
                    entries[key] = entries[key] with { Streamed = true, StreamedAt = streamed.At };
                }

                break;
            default:
                throw new UnreachableException($"No rule applies a {record.GetType().Name} record.");
        }
    }

    /// <summary>Adds the tours of which only their orders tell: earlier versions wrote nothing else of them.</summary>
    private void Note(LedgerEntry entry)
    {
        foreach (var load in entry.Loads)
        {
            var day = Day(DepotOf(load.TruckId), DateOnly.FromDateTime(entry.DispatchedAt.UtcDateTime));
            if (day.Tours.All(tour => tour.RouteId != load.RouteId))
            {
                var number = day.Trucks.GetValueOrDefault(load.TruckId)?.Tours ?? 0;
                days[(day.DepotId, day.Day)] = day with { Tours = [.. day.Tours, new(load.RouteId, load.TruckId, number + 1, load.RouteHours ?? 0)] };
            }
        }
    }

    private IEnumerable<LedgerRecord> Snapshot()
    {
        var forgotten = clock.GetUtcNow() - IDispatchLedger.Kept;
        foreach (var day in days.Keys.Where(day => day.Day < DateOnly.FromDateTime(forgotten.UtcDateTime)).ToList())
        {
            days.Remove(day);
        }

        foreach (var old in entries.Values.Where(entry => entry.Streamed && entry.DispatchedAt < forgotten).ToList())
        {
            entries.Remove(old.OrderKey);
            if (shelves[old.Shelf] == old.OrderKey)
            {
                shelves.Remove(old.Shelf);
            }
        }

        // The orders are in the order of their dispatch: the last one of a shelf stays the last.
        return
        [
            .. days.Values.Select(day => new LedgerRecord.Given(day)),
            .. entries.Values.OrderBy(entry => entry.DispatchedAt).Chunk(EntriesPerRecord).Select(chunk => new LedgerRecord.Dispatched(chunk)),
        ];
    }
}
