using Replenishment.Dispatching;

namespace Replenishment.Tests.Dispatching;

/// <summary>A ledger and a stream that outlive crashes, and that crash before the write that a test says.</summary>
internal sealed class FakeLake : IDispatchLedger, ITruckDays, IDispatchStream
{
    private readonly Dictionary<string, LedgerEntry> entries = [];
    private readonly Dictionary<(string, DateOnly), DepotDay> days = [];
    private int writesLeft = int.MaxValue;

    public List<Dispatch> Streamed { get; } = [];

    /// <summary>Called once orders are held.</summary>
    public Action Recorded { get; set; } = () => { };

    /// <summary>Called once, when a day has been found.</summary>
    public Action Found { get; set; } = () => { };

    public IEnumerable<LedgerEntry> Entries => entries.Values;

    public void CrashBeforeWrite(int count) => writesLeft = count;

    public void Restart() => writesLeft = int.MaxValue;

    public Task<IReadOnlyDictionary<string, LedgerEntry>> FindAsync(
        IReadOnlyCollection<string> orderKeys, CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyDictionary<string, LedgerEntry>>(Held(orderKeys));

    public Task<DepotDay> FindAsync(string depotId, DateOnly day, CancellationToken cancellation = default) =>
        Task.FromResult(Find(depotId, day));

    public Task<bool> GiveAsync(DepotDay day, CancellationToken cancellation = default)
    {
        if (Find(day.DepotId, day.Day).Revision != day.Revision)
        {
            return Task.FromResult(false);
        }

        Write(() => days[(day.DepotId, day.Day)] = day with { Revision = day.Revision + 1 });
        return Task.FromResult(true);
    }

    public Task<IReadOnlyDictionary<string, LedgerEntry>> FindLastAsync(
        IReadOnlyCollection<string> shelves, CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyDictionary<string, LedgerEntry>>(
            shelves.Where(shelf => Last(shelf) is not null).ToDictionary(shelf => shelf, shelf => Last(shelf)!));

    public Task<IReadOnlyDictionary<string, LedgerEntry>> RecordAsync(
        IReadOnlyCollection<ShelfOrder> orders, CancellationToken cancellation = default)
    {
        foreach (var (entry, _) in orders.Where(order =>
            !entries.ContainsKey(order.Entry.OrderKey) && Last(order.Entry.Shelf)?.OrderKey == order.After))
        {
            Write(() => entries.Add(entry.OrderKey, entry));
        }

        Recorded();
        return Task.FromResult<IReadOnlyDictionary<string, LedgerEntry>>(Held([.. orders.Select(order => order.Entry.OrderKey)]));
    }

    public Task MarkStreamedAsync(IReadOnlyCollection<string> orderKeys, CancellationToken cancellation = default)
    {
        foreach (var key in orderKeys)
        {
            Write(() => entries[key] = entries[key] with { Streamed = true, StreamedAt = entries[key].DispatchedAt });
        }

        return Task.CompletedTask;
    }

    public Task SendAsync(IReadOnlyList<Dispatch> dispatches, CancellationToken cancellation = default)
    {
        foreach (var dispatch in dispatches)
        {
            Write(() => Streamed.Add(dispatch));
        }

        return Task.CompletedTask;
    }

    private DepotDay Find(string depotId, DateOnly day)
    {
        var found = days.GetValueOrDefault((depotId, day)) ?? new(depotId, day, []);
        (var after, Found) = (Found, () => { });
        after();
        return found;
    }

    private LedgerEntry? Last(string shelf) => entries.Values.LastOrDefault(entry => entry.Shelf == shelf);

    private Dictionary<string, LedgerEntry> Held(IEnumerable<string> orderKeys) =>
        orderKeys.Where(entries.ContainsKey).ToDictionary(key => key, key => entries[key]);

    private void Write(Action write)
    {
        if (writesLeft-- == 0)
        {
            throw new CrashException();
        }

        write();
    }
}

internal sealed class CrashException() : Exception("The process ended here.");
