namespace Replenishment.Dispatching;

/// <summary>Roads as nobody measured them: <see cref="RoadDistance"/> at one speed.</summary>
public sealed class EstimatedRoads : IRoads
{
    /// <summary>The average speed of a truck between stops, with traffic, in km/h.</summary>
    public const int AverageKmh = 50;

    public static EstimatedRoads Everywhere { get; } = new();

    public RoadLeg Between(Site one, Site other) =>
        OfLength(RoadDistance.Metres(one.Latitude, one.Longitude, other.Latitude, other.Longitude));

    /// <summary>A way of known length.</summary>
    public static RoadLeg OfLength(int metres) => new(metres, (int)(metres * 3_600L / (1_000 * AverageKmh)));
}
