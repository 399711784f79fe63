using Local.Report;
using Replenishment.Dispatching;
using RouteStop = Replenishment.Dispatching.RouteStop;

namespace Local.Simulating;

/// <summary>The routes of the last dispatch, as far as driving them needs it.</summary>
internal static class LastDispatch
{
    /// <param name="stage">Whose lake holds the dispatches.</param>
    /// <param name="roads">How long the ways are that trucks drive; null: estimates.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<IReadOnlyList<Route>> RoutesAsync(Services.Stage stage, IRoads? roads, CancellationToken cancellation)
    {
        var loads = await new LakeQuestions(stage).LastDispatchAsync(cancellation);
        return
        [
            .. loads
                .GroupBy(load => load.RouteId)
                .GroupBy(route => route.First().TruckId)
                .SelectMany(truck => truck.Select((route, index) => RouteOf([.. route], index + 1, roads ?? EstimatedRoads.Everywhere))),
        ];
    }

    // The loads stand in the order in which they were dispatched: the most urgent route first, its stops in turn.
    private static Route RouteOf(List<DispatchedLoad> loads, int tour, IRoads roads)
    {
        var depot = loads[0].Depot;
        var stops = loads.Select(load => load.Store).Distinct().ToList();
        var journey = Journey.Along(roads, depot.Site, [.. stops.Select(stop => stop.Site)]);
        return new(
            loads[0].RouteId,
            loads[0].TruckId,
            tour,
            new(depot.Id, depot.Latitude, depot.Longitude, Trucks: 1, (decimal)loads[0].TruckVolumeL, journey.Duration),
            [.. stops.Select((stop, index) => new RouteStop(stop.Id, stop.Latitude, stop.Longitude, journey.Legs[index].Metres / 1000m, VolumeL: 0, Dispatches: []))],
            VolumeL: 0,
            journey.DistanceKm,
            journey.Duration);
    }
}
