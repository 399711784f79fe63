namespace Replenishment.Dispatching;

/// <summary>A route as it is driven, for people and pictures.</summary>
internal static class RouteDrawing
{
    /// <param name="ours">The dispatches that the ledger took, by their keys.</param>
    /// <returns>Null where none of the route's goods ride on it.</returns>
    public static Route? Of(PlannedRoute route, IRoads roads, Dictionary<string, Dispatch> ours)
    {
        var ridden = route.Loads
            .Select(load => (load.Site, Parcels: load.Parcels.Where(parcel => ours.ContainsKey(parcel.DispatchKey)).ToList()))
            .Where(load => load.Parcels.Count > 0)
            .ToList();
        if (ridden.Count == 0)
        {
            return null;
        }

        var journey = Journey.Along(roads, route.Depot.Site, [.. ridden.Select(load => load.Site)]);
        var stops = ridden.Zip(journey.Legs, (load, leg) => new RouteStop(
            load.Site.Id,
            load.Site.Latitude,
            load.Site.Longitude,
            leg.Metres / 1000m,
            Litres.OfMillilitres(load.Parcels.Sum(parcel => parcel.Millilitres)),
            [.. load.Parcels.Select(parcel => ours[parcel.DispatchKey])])).ToList();

        return new(
            route.RouteId,
            route.TruckId,
            route.Tour,
            route.Depot,
            stops,
            Litres.Sum(stops.Select(stop => stop.VolumeL)),
            journey.DistanceKm,
            journey.Duration);
    }
}
