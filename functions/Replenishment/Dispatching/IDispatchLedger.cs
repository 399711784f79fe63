namespace Replenishment.Dispatching;

/// <summary>Remembers what was dispatched for each order key, so that it happens at most once.</summary>
/// <remarks>
/// What a call has answered survives a crash. A crash within a call may leave some of its entries written, each whole.
/// </remarks>
public interface IDispatchLedger
{
    /// <returns>The entries held, by order key; a key that is not held is absent.</returns>
    Task<IReadOnlyDictionary<string, LedgerEntry>> FindAsync(
        IReadOnlyCollection<string> orderKeys, CancellationToken cancellation = default);

    /// <summary>Writes each entry whose order key is not held yet.</summary>
    /// <returns>For every order key given, the entry that the ledger now holds, be it this one or an older one.</returns>
    Task<IReadOnlyDictionary<string, LedgerEntry>> RecordAsync(
        IReadOnlyCollection<LedgerEntry> entries, CancellationToken cancellation = default);

    /// <summary>Notes that the stream has taken these entries' dispatches.</summary>
    Task MarkStreamedAsync(IReadOnlyCollection<string> orderKeys, CancellationToken cancellation = default);
}

/// <summary>All that was dispatched for one order key.</summary>
/// <param name="Loads">One; or several where the line is larger than a truck.</param>
/// <param name="Streamed">Whether the dispatches stream has taken the loads.</param>
public sealed record LedgerEntry(string OrderKey, IReadOnlyList<Dispatch> Loads, bool Streamed);
