using Replenishment.Dispatching;

namespace StoreSimulation.Driving;

/// <summary>A route to be driven: its legs, and whether the refrigerator fails on it.</summary>
/// <param name="FailsAfter">The time of the refrigerator's failure after the truck's departure; null when it does not fail.</param>
internal sealed record Tour(string RouteId, string TruckId, IReadOnlyList<Leg> Legs, TimeSpan? FailsAfter)
{
    public static Tour Draw(Route route, DriveSettings settings, Pcg random)
    {
        // A route that was read back from its document has no lengths: its ways are estimated.
        var isPlanned = route.Stops.Any(stop => stop.LegKm > 0);
        var back = route.DistanceKm - route.Stops.Sum(stop => stop.LegKm);
        var places = route.Stops
            .Select(stop => (stop.Latitude, stop.Longitude, Unloading: TimeSpan.FromMinutes(random.Between(6, 15)), Km: stop.LegKm))
            .Append((route.Depot.Latitude, route.Depot.Longitude, Unloading: TimeSpan.Zero, Km: back));
        var legs = new List<Leg>();
        var (latitude, longitude) = (route.Depot.Latitude, route.Depot.Longitude);
        foreach (var place in places)
        {
            var metres = isPlanned ? (int)(1_000 * place.Km) : RoadDistance.Metres(latitude, longitude, place.Latitude, place.Longitude);
            legs.Add(new(latitude, longitude, place.Latitude, place.Longitude, metres, place.Unloading));
            (latitude, longitude) = (place.Latitude, place.Longitude);
        }

        // The failure does not come in the first minutes: the cold space has to be cold first.
        var fails = random.Chance(settings.FailuresPerMille) ? TimeSpan.FromSeconds(random.Between(20 * 60, 120 * 60)) : (TimeSpan?)null;
        return new(route.RouteId, route.TruckId, legs, fails);
    }
}

/// <summary>The way from one place to the next, and the time that the truck then stands there.</summary>
/// <param name="Metres">By road; on the map the truck drives straight, however long the road is.</param>
internal sealed record Leg(
    double FromLatitude, double FromLongitude, double ToLatitude, double ToLongitude, int Metres, TimeSpan Unloading)
{
    /// <summary>Whole degrees clockwise from north.</summary>
    public int Heading { get; } = ((int)Math.Round(double.RadiansToDegrees(Math.Atan2(
        (ToLongitude - FromLongitude) * Math.Cos(double.DegreesToRadians(FromLatitude)), ToLatitude - FromLatitude))) + 360) % 360;

    /// <param name="metres">Driven of the leg.</param>
    public (double Latitude, double Longitude) At(double metres)
    {
        var share = Metres == 0 ? 1 : metres / Metres;
        return (FromLatitude + (share * (ToLatitude - FromLatitude)), FromLongitude + (share * (ToLongitude - FromLongitude)));
    }
}
