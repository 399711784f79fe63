using Replenishment.Dispatching;

namespace Chaos.Shelves;

/// <summary>A ledger and a stream in front of the real ones: calls are lost before or after their effect.</summary>
internal sealed class FaultyBooks(IDispatchLedger ledger, Mishaps mishaps, Random random, TimeProvider clock) : IDispatchLedger, IDispatchStream
{
    private readonly Dictionary<string, Dispatch> loads = [];
    private readonly Dictionary<string, DateTimeOffset> streamed = [];
    private readonly Dictionary<string, DateTimeOffset> marked = [];

    /// <summary>What is on trucks, told from what the ledger answered.</summary>
    public IReadOnlyCollection<Dispatch> Loads => loads.Values;

    public IReadOnlyCollection<string> Keys => loads.Keys;

    /// <summary>What a query finds of the stream's records that arrived before a time.</summary>
    public IEnumerable<Dispatch> Lake(DateTimeOffset before) =>
        streamed.Where(record => record.Value <= before).Select(record => loads[record.Key]);

    /// <summary>When the ledger was told that the stream has it; the end of time: never.</summary>
    public DateTimeOffset StreamedAt(string orderKey) => marked.GetValueOrDefault(orderKey, DateTimeOffset.MaxValue.AddYears(-1));

    public Task<IReadOnlyDictionary<string, LedgerEntry>> FindAsync(
        IReadOnlyCollection<string> orderKeys, CancellationToken cancellation = default) =>
        mishaps.CallAsync(() => ledger.FindAsync(orderKeys, cancellation));

    public Task<IReadOnlyDictionary<string, LedgerEntry>> FindLastAsync(
        IReadOnlyCollection<string> shelves, CancellationToken cancellation = default) =>
        mishaps.CallAsync(() => ledger.FindLastAsync(shelves, cancellation));

    public Task<IReadOnlyDictionary<string, LedgerEntry>> RecordAsync(
        IReadOnlyCollection<ShelfOrder> orders, CancellationToken cancellation = default) => mishaps.CallAsync(async () =>
        {
            // A process that ends in the middle leaves a part of them.
            var part = mishaps.Happen ? [.. orders.Take(random.Next(orders.Count + 1))] : orders;
            var held = await ledger.RecordAsync(part, cancellation);
            foreach (var load in held.Values.SelectMany(entry => entry.Loads))
            {
                loads.TryAdd(load.OrderKey, load);
            }

            return part.Count == orders.Count ? held : throw new TimeoutException();
        });

    public Task MarkStreamedAsync(IReadOnlyCollection<string> orderKeys, CancellationToken cancellation = default) => mishaps.CallAsync(async () =>
    {
        await ledger.MarkStreamedAsync(orderKeys, cancellation);
        foreach (var key in orderKeys)
        {
            marked.TryAdd(key, clock.GetUtcNow());
        }

    });

    public Task SendAsync(IReadOnlyList<Dispatch> dispatches, CancellationToken cancellation = default) => mishaps.CallAsync(() =>
    {
        foreach (var dispatch in dispatches)
        {
            streamed.TryAdd(dispatch.OrderKey, clock.GetUtcNow());
        }

        return Task.CompletedTask;
    });
}
