using RealTime.Streams;
using Replenishment.Dispatching;

namespace RealTime.Fleet;

/// <summary>
/// The progress of a truck on its route, judged by one position alone, so that it does not depend on earlier positions.
/// </summary>
/// <param name="NextStop">The store that it drives to, or null on the way back to the depot.</param>
/// <param name="StopsLeft">Stores that it has yet to reach.</param>
/// <param name="NextKm">The distance by road to the next stop or the depot, in kilometres.</param>
/// <param name="LeftKm">The distance by road to the end of the route at the depot, in kilometres.</param>
public sealed record RouteProgress(string? NextStop, int StopsLeft, decimal NextKm, decimal LeftKm)
{
    // Within it, a truck is at the stop and its next one is the one after.
    private const double ArrivedMetres = 150;

    // A leg in the opposite direction of the truck's counts as so much further away: on a route of one stop, the ways
    // there and back are the same line.
    private const double OppositeMetres = 2_000;

    private const double MetresPerDegree = 111_195;

    public TimeSpan TimeToNext => TimeSpan.FromHours((double)NextKm / EstimatedRoads.AverageKmh);

    /// <summary>Takes the leg of the route that lies nearest to the position and leads in the truck's direction.</summary>
    /// <param name="heading">Degrees clockwise from north; null where it is unknown or the truck stands.</param>
    public static RouteProgress Of(DispatchedRoute route, Place place, double? heading)
    {
        ArgumentNullException.ThrowIfNull(route);

        var (latitude, longitude) = ((double)place.Latitude, (double)place.Longitude);
        (double Latitude, double Longitude)[] points =
        [
            (route.DepotLatitude, route.DepotLongitude),
            .. route.Stops.Select(stop => (stop.Latitude, stop.Longitude)),
            (route.DepotLatitude, route.DepotLongitude),
        ];

        // Metres east and north of the truck.
        var metresPerDegreeEast = MetresPerDegree * Math.Cos(double.DegreesToRadians(latitude));
        var around = Array.ConvertAll(
            points, point => (East: (point.Longitude - longitude) * metresPerDegreeEast, North: (point.Latitude - latitude) * MetresPerDegree));

        // The leg from point to point + 1; at a stop, the leg that leaves it.
        var at = Array.FindIndex(around, 1, around.Length - 2, point => Length(point) <= ArrivedMetres);
        var leg = at > 0 ? at : Enumerable.Range(0, around.Length - 1).MinBy(from => Cost(around[from], around[from + 1], heading));

        var next = leg + 1;
        var nextMetres = RoadDistance.Metres(latitude, longitude, points[next].Latitude, points[next].Longitude);
        var leftMetres = (long)nextMetres;
        for (var from = next; from < points.Length - 1; from++)
        {
            leftMetres += RoadDistance.Metres(
                points[from].Latitude, points[from].Longitude, points[from + 1].Latitude, points[from + 1].Longitude);
        }

        return new(
            next <= route.Stops.Count ? route.Stops[next - 1].StoreId : null,
            route.Stops.Count - leg,
            nextMetres / 1000m,
            leftMetres / 1000m);
    }

    private static double Cost((double East, double North) from, (double East, double North) to, double? heading)
    {
        var (east, north) = (to.East - from.East, to.North - from.North);
        var squared = (east * east) + (north * north);
        var along = squared == 0 ? 0 : Math.Clamp(-((from.East * east) + (from.North * north)) / squared, 0, 1);
        var distance = Length((from.East + (along * east), from.North + (along * north)));
        if (heading is not { } degrees || squared == 0)
        {
            return distance;
        }

        var turn = double.DegreesToRadians(degrees) - Math.Atan2(east, north);
        return distance + (OppositeMetres * (1 - Math.Cos(turn)) / 2);
    }

    private static double Length((double East, double North) point) => Math.Sqrt((point.East * point.East) + (point.North * point.North));
}
