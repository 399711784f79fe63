using Local.Report;
using Replenishment.Dispatching;
using RouteStop = Replenishment.Dispatching.RouteStop;

namespace Local.Simulating;

/// <summary>The routes of the last dispatch, as far as driving them needs it.</summary>
internal static class LastDispatch
{
    public static async Task<IReadOnlyList<Route>> RoutesAsync(Services.Stage stage, CancellationToken cancellation)
    {
        var loads = await new LakeQuestions(stage).LastDispatchAsync(cancellation);
        return
        [
            .. loads
                .GroupBy(load => load.RouteId)
                .GroupBy(route => route.First().TruckId)
                .SelectMany(truck => truck.Select((route, index) => RouteOf([.. route], index + 1))),
        ];
    }

    // The loads stand in the order in which they were dispatched: the most urgent route first, its stops in turn.
    private static Route RouteOf(List<DispatchedLoad> loads, int tour)
    {
        var depot = loads[0].Depot;
        var stops = loads.Select(load => load.Store).Distinct().ToList();

        // A simulated truck drives on the map, however long the road is that its route was planned on.
        var journey = Journey.Along(EstimatedRoads.Everywhere, depot.Site, [.. stops.Select(stop => stop.Site)]);
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
