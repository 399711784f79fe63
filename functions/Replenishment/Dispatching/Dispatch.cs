namespace Replenishment.Dispatching;

/// <summary>Goods on a truck: a row of the dispatches table, and a record on the dispatches stream.</summary>
/// <param name="OrderKey">
/// <c>store|product|recorded_at</c>. A line larger than a truck rides in several loads, the second with <c>|2</c> after
/// its key, and so on: every row has a key of its own, and readers drop what the stream delivers twice by it.
/// </param>
/// <param name="Quantity">The quantity in units.</param>
/// <param name="TruckId"><c>depot-T01</c> and so on.</param>
/// <param name="RouteKm">The whole route's length; null in a ledger of earlier versions.</param>
/// <param name="RouteHours">The hours of the whole route; null in a ledger of earlier versions.</param>
public sealed record Dispatch(
    string OrderKey,
    string DeliveryId,
    string StoreId,
    string ProductId,
    long Quantity,
    string TruckId,
    string RouteId,
    string ExecutionId,
    DateTimeOffset DispatchedAt,
    double? RouteKm = null,
    double? RouteHours = null);
