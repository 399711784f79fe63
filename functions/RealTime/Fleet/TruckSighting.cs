using System.Globalization;
using RealTime.Streams;
using RealTime.Tables;

namespace RealTime.Fleet;

/// <summary>An item of the table <c>trucks</c>, by which a truck's silence is judged.</summary>
/// <param name="IsOnRoute">Whether the truck should be sending: it has a route and is not back at the depot.</param>
public sealed record TruckSighting(string Key, DateTimeOffset RecordedAt, bool IsOnRoute, Place Place)
{
    private const decimal DepotKm = 0.3m;

    public DateTimeOffset Minute => new(RecordedAt.Ticks - (RecordedAt.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero);

    public static TruckSighting Read(Item item)
    {
        ArgumentNullException.ThrowIfNull(item);

        return new(
            item.Text("k"),
            DateTimeOffset.Parse(item.Text("recorded_at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            item.TextOrNull("route_id") is not null
                && !(item.NumberOrNull("stops_left") is 0 && item.NumberOrNull("left_km") <= DepotKm),
            Place.Of(item.Number("latitude"), item.Number("longitude")));
    }
}
