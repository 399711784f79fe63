namespace Local.Report;

/// <summary>What the trucks reported on the road, and what was found in it.</summary>
internal sealed record RoadFacts
{
    public required long Events { get; init; }

    public required long Minutes { get; init; }

    public required long Late { get; init; }

    /// <summary>Repeated, too late, refused.</summary>
    public IReadOnlyList<NamedCount> NotCounted { get; init; } = [];

    public IReadOnlyList<TruckTrack> Trucks { get; init; } = [];

    /// <summary>The earliest first.</summary>
    public IReadOnlyList<RoadAlert> Alerts { get; init; } = [];
}

/// <param name="Minutes">In the order of time.</param>
internal sealed record TruckTrack(string TruckId, IReadOnlyList<TrackMinute> Minutes);

/// <param name="CargoC">Mean of the minute; null where the truck did not say it.</param>
internal sealed record TrackMinute(DateTimeOffset At, double Latitude, double Longitude, double? CargoC);

/// <param name="ClearedAt">Null while it is open.</param>
/// <param name="Place">Where the truck was when it opened; null where that is not known.</param>
internal sealed record RoadAlert(
    string TruckId, string Kind, DateTimeOffset OpenedAt, DateTimeOffset? ClearedAt, double Value, (double Latitude, double Longitude)? Place);
