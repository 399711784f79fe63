using Lake.Counting;
using Local.Dispatching;
using Route = Replenishment.Dispatching.Route;

namespace Local.Report;

/// <summary>Puts together what a run of the pipeline came to.</summary>
internal static class PlanningReport
{
    public static PlanningFacts Of(
        long readingsIn,
        IReadOnlyDictionary<string, long> refused,
        IReadOnlyList<DirtyReadings> dirty,
        PlannedStores planned,
        PassResult trucks,
        IReadOnlyDictionary<string, string> names,
        IReadOnlyList<StepTime> steps)
    {
        List<LowStockLine> low = [.. planned.Lines(names)];
        return new()
        {
            ReadingsIn = readingsIn,
            Refused = [.. refused.Select(reason => new NamedCount(reason.Key, reason.Value))],
            Dirty = dirty,
            StoresShort = planned.Stores.Select(store => store.StoreId).Distinct().Count(),
            LinesShort = low.Count,
            DeliveryRequests = planned.Plan.Deliveries.Count,
            Steps = [.. steps],
            LowStock = low,
            Dispatched =
            [
                new("lines dispatched", trucks.Lines),
                new("lines on the road already", trucks.AlreadyDispatched),
                new("lines superseded", trucks.Superseded),
                new("lines that cannot be delivered", planned.Plan.Refused.Count),
                new("dead letters", trucks.DeadLetters.Count),
                .. trucks.Waiting.Count == 0 ? Array.Empty<NamedCount>() : [new("requests waiting for a truck", trucks.Waiting.Count)],
            ],
            Depots = [.. trucks.Routes.GroupBy(route => route.Depot.DepotId).Select(depot => DepotOf([.. depot], names))],
        };
    }

    private static DepotRoutes DepotOf(List<Route> routes, IReadOnlyDictionary<string, string> names)
    {
        var depot = routes[0].Depot;
        return new(
            depot.DepotId,
            names.GetValueOrDefault(depot.DepotId, depot.DepotId),
            depot.Latitude,
            depot.Longitude,
            [.. routes.Select(route => new RouteFacts(
                route.RouteId,
                route.TruckId,
                [.. route.Stops.Select(stop => new RouteStop(
                    stop.StoreId, names.GetValueOrDefault(stop.StoreId, stop.StoreId), stop.Latitude, stop.Longitude))],
                (double)(route.VolumeL / route.Depot.TruckVolumeL),
                (double)route.DistanceKm,
                route.Duration.TotalHours))]);
    }
}
