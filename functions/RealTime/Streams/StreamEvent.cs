namespace RealTime.Streams;

/// <summary>An event that can be counted.</summary>
/// <param name="IdHash">See <see cref="EventIds"/>.</param>
/// <param name="Key">The key of the minutes in which the event counts, such as <c>truck#D01-T03</c>.</param>
/// <param name="Time">The event's own time, to the millisecond.</param>
/// <param name="Numbers">The values in the order of the stream's measures, in whole units; null where the event has none.</param>
/// <param name="Texts">The texts in the order of the stream's texts; null where the event has none.</param>
/// <param name="Place">Null in a stream without positions.</param>
public sealed record StreamEvent(
    string Id,
    ulong IdHash,
    string Key,
    IReadOnlyList<string> KeyParts,
    DateTimeOffset Time,
    IReadOnlyList<long?> Numbers,
    IReadOnlyList<string?> Texts,
    Place? Place)
{
    /// <summary>The beginning of its minute.</summary>
    public DateTimeOffset Minute => new(Time.Ticks - (Time.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
}

/// <summary>A place in ten-millionths of a degree, about a centimetre: whole, so that it is the same everywhere.</summary>
public readonly record struct Place(long LatitudeE7, long LongitudeE7)
{
    private const decimal Degree = 10_000_000;

    public decimal Latitude => LatitudeE7 / Degree;

    public decimal Longitude => LongitudeE7 / Degree;

    public static Place Of(double latitude, double longitude) =>
        new((long)Math.Round(latitude * (double)Degree), (long)Math.Round(longitude * (double)Degree));

    public static Place Of(decimal latitude, decimal longitude) =>
        new((long)(latitude * Degree), (long)(longitude * Degree));
}
