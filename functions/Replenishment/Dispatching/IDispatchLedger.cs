using System.Text.Json.Serialization;

namespace Replenishment.Dispatching;

/// <summary>
/// Remembers what was dispatched for each order key, so that it happens at most once, and what each shelf got last, so
/// that no shelf is served twice.
/// </summary>
/// <remarks>
/// Everything that a call has answered survives a crash. A crash during a call may leave some of its entries written,
/// each of them complete: the entry of the order together with that of its shelf.
/// </remarks>
public interface IDispatchLedger
{
    /// <summary>
    /// The time for which an entry has to be kept. A plan looks back 31 days at most, its execution can be redriven for 14, its
    /// message lies 4 days in the queue and 14 among the dead letters; the rest is for those who send it back late.
    /// </summary>
    static TimeSpan Kept { get; } = TimeSpan.FromDays(90);

    /// <returns>The entries held, by order key; a key that is not held is absent.</returns>
    Task<IReadOnlyDictionary<string, LedgerEntry>> FindAsync(
        IReadOnlyCollection<string> orderKeys, CancellationToken cancellation = default);

    /// <param name="shelves"><c>store|product</c>.</param>
    /// <returns>The last entry of each shelf, by shelf; one that never got anything is absent.</returns>
    Task<IReadOnlyDictionary<string, LedgerEntry>> FindLastAsync(
        IReadOnlyCollection<string> shelves, CancellationToken cancellation = default);

    /// <summary>Writes each order that is not held yet, and whose shelf has got nothing since its last entry was read.</summary>
    /// <returns>
    /// By order key, the entry that the ledger now holds, this one or an older one. The key of an order whose shelf got
    /// something else in the meantime is absent.
    /// </returns>
    Task<IReadOnlyDictionary<string, LedgerEntry>> RecordAsync(
        IReadOnlyCollection<ShelfOrder> orders, CancellationToken cancellation = default);

    /// <summary>Notes that the stream has taken these entries' dispatches, and when.</summary>
    Task MarkStreamedAsync(IReadOnlyCollection<string> orderKeys, CancellationToken cancellation = default);
}

/// <summary>Everything that was dispatched for one order key.</summary>
/// <param name="Loads">The loads: one, or several when the line is larger than a truck.</param>
/// <param name="Streamed">Whether the dispatches stream has taken the loads.</param>
/// <param name="StreamedAt">The time at which the stream had taken them.</param>
public sealed record LedgerEntry(
    string OrderKey, IReadOnlyList<Dispatch> Loads, bool Streamed, DateTimeOffset StreamedAt = default)
{
    /// <summary><c>store|product</c>.</summary>
    [JsonIgnore]
    public string Shelf => Replenishment.OrderKey.Shelf(Loads[0].StoreId, Loads[0].ProductId);

    [JsonIgnore]
    public DateTimeOffset DispatchedAt => Loads[0].DispatchedAt;
}

/// <summary>An order that is to be the next of its shelf.</summary>
/// <param name="After">The order key of the shelf's last entry; null: it never got anything.</param>
public sealed record ShelfOrder(LedgerEntry Entry, string? After);
