namespace Replenishment.Dispatching;

/// <summary>A route as it is driven, for people and pictures.</summary>
internal static class RouteDrawing
{
    /// <param name="ours">The dispatches that the ledger took, by their keys.</param>
    /// <returns>Null where none of the route's goods ride on it.</returns>
    public static Route? Of(PlannedRoute route, Dictionary<string, Dispatch> ours)
    {
        var depot = route.Depot;
        var stops = new List<RouteStop>();
        var (latitude, longitude) = (depot.Latitude, depot.Longitude);
        var metres = 0L;
        foreach (var load in route.Loads)
        {
            var parcels = load.Parcels.Where(parcel => ours.ContainsKey(parcel.DispatchKey)).ToList();
            if (parcels.Count == 0)
            {
                continue;
            }

            var site = load.Site;
            var leg = RoadDistance.Metres(latitude, longitude, site.Latitude, site.Longitude);
            (latitude, longitude) = (site.Latitude, site.Longitude);
            metres += leg;
            stops.Add(new(
                site.StoreId,
                latitude,
                longitude,
                Kilometres(leg),
                Litres.OfMillilitres(parcels.Sum(parcel => parcel.Millilitres)),
                [.. parcels.Select(parcel => ours[parcel.DispatchKey])]));
        }

        metres += RoadDistance.Metres(latitude, longitude, depot.Latitude, depot.Longitude);
        return stops.Count == 0 ? null : new(
            route.RouteId,
            route.TruckId,
            route.Tour,
            depot,
            stops,
            Litres.Sum(stops.Select(stop => stop.VolumeL)),
            Kilometres(metres));
    }

    private static decimal Kilometres(long metres) => metres / 1000m;
}
