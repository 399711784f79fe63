namespace Replenishment.Dispatching;

/// <summary>A route's way: from the depot to each stop in order, and back.</summary>
/// <param name="Legs">The legs: one more than there are stops.</param>
public sealed record Journey(IReadOnlyList<RoadLeg> Legs)
{
    /// <summary>The time for unloading at each stop.</summary>
    public static TimeSpan Service { get; } = TimeSpan.FromMinutes(15);

    public decimal DistanceKm => Legs.Sum(leg => (long)leg.Metres) / 1000m;

    /// <summary>The time from leaving the depot to being back: driving, and the service at each stop.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds(Legs.Sum(leg => (long)leg.Seconds)) + ((Legs.Count - 1) * Service);

    public static Journey Along(IRoads roads, Site depot, IReadOnlyList<Site> stops)
    {
        ArgumentNullException.ThrowIfNull(roads);
        ArgumentNullException.ThrowIfNull(stops);

        return new([.. stops.Prepend(depot).Zip(stops.Append(depot), roads.Between)]);
    }
}
