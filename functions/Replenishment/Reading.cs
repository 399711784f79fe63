namespace Replenishment;

/// <summary>A store's report of one product on its shelf: a row of the inventory table.</summary>
/// <remarks>
/// Every member may be missing: stores send dirty readings, and the query sets those aside and counts them, so the
/// wire format must carry them.
/// </remarks>
/// <param name="EventId">Identifies the reading; a reading sent twice keeps it.</param>
/// <param name="OnHand">Units in the store.</param>
/// <param name="ReorderPoint">Position, in units, at or below which to order.</param>
/// <param name="TargetLevel">Position, in units, to order up to.</param>
/// <param name="ShelfCapacity">Units that the shelf holds at most.</param>
/// <param name="CaseSize">Units in a case; only whole cases are delivered.</param>
/// <param name="UnitVolumeL">Litres that a unit fills in a truck.</param>
/// <param name="RecordedAt">The time at which the store counted, to the millisecond.</param>
public sealed record Reading(
    string? EventId,
    string? StoreId,
    string? ProductId,
    long? OnHand,
    long? ReorderPoint,
    long? TargetLevel,
    long? ShelfCapacity,
    long? CaseSize,
    double? UnitVolumeL,
    DateTimeOffset? RecordedAt);
