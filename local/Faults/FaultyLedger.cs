using Replenishment.Dispatching;

namespace Local.Faults;

/// <summary>A ledger that is throttled, loses answers, or sees the process die.</summary>
internal sealed class FaultyLedger(IDispatchLedger ledger, FaultDecisions decisions, CrashPoints crashes) : IDispatchLedger
{
    public Task<IReadOnlyDictionary<string, LedgerEntry>> FindAsync(
        IReadOnlyCollection<string> orderKeys, CancellationToken cancellation = default) =>
        CallAsync("FindDispatches", () => ledger.FindAsync(orderKeys, cancellation));

    public Task<IReadOnlyDictionary<string, LedgerEntry>> FindLastAsync(
        IReadOnlyCollection<string> shelves, CancellationToken cancellation = default) =>
        CallAsync("FindShelves", () => ledger.FindLastAsync(shelves, cancellation));

    public Task<IReadOnlyDictionary<string, LedgerEntry>> RecordAsync(
        IReadOnlyCollection<ShelfOrder> orders, CancellationToken cancellation = default) =>
        CallAsync(FaultNames.RecordDispatches, () => ledger.RecordAsync(orders, cancellation));

    public Task MarkStreamedAsync(IReadOnlyCollection<string> orderKeys, CancellationToken cancellation = default) =>
        CallAsync(FaultNames.MarkStreamed, async () =>
        {
            await ledger.MarkStreamedAsync(orderKeys, cancellation);
            return true;
        });

    private Task<T> CallAsync<T>(string point, Func<Task<T>> call) => ServiceFault.OrAsync(decisions, crashes, FaultNames.DynamoDb, point, call);
}
