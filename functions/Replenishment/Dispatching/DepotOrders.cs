namespace Replenishment.Dispatching;

/// <summary>The lines that one depot has to carry, as far as they are planned at once.</summary>
/// <param name="Lines">The lines that are planned together.</param>
internal sealed record DepotOrders(DepotSite Depot, IReadOnlyList<OpenLine> Lines)
{
    // Ten sectors of routes: half a minute of planning on one core.
    public const int MostLoads = 1_000;

    /// <summary>The lines by depot, the one with the fewest lines first.</summary>
    public static IReadOnlyList<DepotOrders> Of(IEnumerable<OpenLine> lines) =>
    [
        .. lines
            .GroupBy(line => new DepotSite(
                line.Delivery.DepotId,
                line.Delivery.DepotLatitude,
                line.Delivery.DepotLongitude,
                line.Delivery.DepotTrucks,
                line.Delivery.TruckVolumeL,
                Replenishment.Depot.RouteTime(line.Delivery.RouteHours)))
            .Select(depot => new DepotOrders(depot.Key, MostUrgent(depot.Key, depot)))
            .OrderBy(depot => depot.Lines.Count)
            .ThenBy(depot => depot.Depot.DepotId, StringComparer.Ordinal),
    ];

    /// <summary>Whole stores, the most urgent first, up to the bound; one at least.</summary>
    private static List<OpenLine> MostUrgent(DepotSite depot, IEnumerable<OpenLine> lines)
    {
        var stores = lines
            .GroupBy(line => line.Delivery.StoreId)
            .OrderBy(store => store.Min(line => (line.Delivery.Priority, line.Line.DaysOfCover ?? double.MaxValue)))
            .ThenBy(store => store.Key, StringComparer.Ordinal);
        var chosen = new List<OpenLine>();
        var loads = 0L;
        foreach (var store in stores)
        {
            loads += Math.Max(1, (long)decimal.Ceiling(store.Sum(line => line.Line.VolumeL) / depot.TruckVolumeL));
            if (loads > MostLoads && chosen.Count > 0)
            {
                break;
            }

            chosen.AddRange(store);
        }

        return chosen;
    }
}
