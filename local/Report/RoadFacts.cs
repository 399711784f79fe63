using Lake.Counting;

namespace Local.Report;

/// <summary>The reports of trucks on the road, and the alerts that were raised.</summary>
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

/// <param name="Minutes">The minutes in the order of time.</param>
internal sealed record TruckTrack(string TruckId, IReadOnlyList<TrackMinute> Minutes);

/// <param name="CargoC">Mean of the minute; null where the truck did not say it.</param>
internal sealed record TrackMinute(DateTimeOffset At, double Latitude, double Longitude, double? CargoC);

/// <param name="ClearedAt">Null while it is open.</param>
/// <param name="Place">The place of the truck when the alert opened; null when it is not known.</param>
internal sealed record RoadAlert(
    string TruckId, string Kind, DateTimeOffset OpenedAt, DateTimeOffset? ClearedAt, double Value, (double Latitude, double Longitude)? Place);
