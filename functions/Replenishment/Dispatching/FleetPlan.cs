using Replenishment.Routing;

namespace Replenishment.Dispatching;

/// <summary>A truck's tour before it is recorded.</summary>
internal sealed record PlannedRoute(
    string RouteId, string TruckId, int Tour, DepotSite Depot, IReadOnlyList<TruckLoad> Loads, Journey Journey);

/// <summary>Routes for the trucks of one depot, each within the depot's time and a truck's volume.</summary>
internal static class FleetPlan
{
    // Beyond it, routes are planned a sector around the depot at a time: the work grows with the square of the stops.
    private const int MostStopsTogether = 500;

    /// <returns>The most urgent first: by priority, then by days of cover.</returns>
    public static IReadOnlyList<DepotRoute> For(
        DepotSite depot, IEnumerable<OpenLine> lines, IRoads roads, CancellationToken cancellation)
    {
        var loads = lines
            .GroupBy(line => (line.Delivery.StoreId, line.Delivery.Latitude, line.Delivery.Longitude))
            .OrderBy(store => store.Key.StoreId, StringComparer.Ordinal)
            .SelectMany(store => TruckLoading.Loads([.. store], depot.TruckVolumeL))
            .ToList();

        return [.. Sectors(depot, loads)
            .SelectMany(sector => Route(depot, sector, roads, cancellation))
            .Select(route => new DepotRoute(depot, [.. route]))
            .OrderBy(route => route.Loads.Min(load => load.Urgency))
            .ThenBy(route => route.Id, StringComparer.Ordinal)];
    }

    private static IEnumerable<IReadOnlyList<TruckLoad>> Sectors(DepotSite depot, List<TruckLoad> loads) =>
        loads.Count <= MostStopsTogether
            ? [loads]
            : loads
                .OrderBy(load => Math.Atan2(
                    load.Site.Latitude - depot.Latitude, load.Site.Longitude - depot.Longitude))
                .Chunk(MostStopsTogether);

    private static IEnumerable<IReadOnlyList<TruckLoad>> Route(
        DepotSite depot, IReadOnlyList<TruckLoad> loads, IRoads roads, CancellationToken cancellation)
    {
        Site[] places = [depot.Site, .. loads.Select(load => load.Site)];
        var legs = Array.ConvertAll(places, from => Array.ConvertAll(places, to => roads.Between(from, to)));
        var problem = new RoutingProblem(
            Litres.Offered(depot.TruckVolumeL),
            [0, .. loads.Select(load => load.Millilitres)],
            (from, to) => legs[from][to].Metres,
            new((int)depot.RouteTime.TotalSeconds, (int)Journey.Service.TotalSeconds, (from, to) => legs[from][to].Seconds));

        return RoutePlanner.Solve(problem, cancellation: cancellation).Select(route => route.Select(stop => loads[stop - 1]).ToList());
    }
}
