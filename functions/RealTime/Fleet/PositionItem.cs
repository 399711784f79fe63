using System.Globalization;
using RealTime.Streams;
using RealTime.Tables;

namespace RealTime.Fleet;

/// <summary>The latest position of a truck as an item of the table <c>trucks</c>.</summary>
public static class PositionItem
{
    /// <summary>Orders the events of a truck: when they were recorded, then their ids.</summary>
    public const string Version = "version";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <param name="progress">Null where its route is not known.</param>
    public static ConditionalPut Put(StreamDefinition stream, StreamEvent latest, RouteProgress? progress)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(latest);

        var version = ItemValue.Of($"{Text(latest.Time)}|{latest.Id}");
        var item = new Item
        {
            ["truck_id"] = ItemValue.Of(latest.KeyParts[0]),
            ["k"] = ItemValue.Of(latest.Key),
            ["event_id"] = ItemValue.Of(latest.Id),
            ["recorded_at"] = ItemValue.Of(Text(latest.Time)),
            [Version] = version,
            ["latitude"] = ItemValue.Of(latest.Place!.Value.Latitude),
            ["longitude"] = ItemValue.Of(latest.Place!.Value.Longitude),
            [Attributes.ExpiresAt] = ItemValue.Of((latest.Time + Kept).ToUnixTimeSeconds()),
        };
        for (var index = 0; index < stream.Measures.Count; index++)
        {
            var measure = stream.Measures[index];
            item.SetIfKnown(measure.Field, latest.Numbers[index] is { } value ? (decimal)value / measure.Scale : null);
        }

        for (var index = 0; index < stream.Texts.Count; index++)
        {
            item.SetIfKnown(stream.Texts[index], latest.Texts[index]);
        }

        if (progress is not null)
        {
            item.SetIfKnown("next_stop", progress.NextStop);
            item["next_km"] = ItemValue.Of(progress.NextKm);
            item["next_at"] = ItemValue.Of(Text(latest.Time + progress.TimeToNext));
            item["stops_left"] = ItemValue.Of(progress.StopsLeft);
            item["left_km"] = ItemValue.Of(progress.LeftKm);
        }

        return new(item, new Condition.AbsentOrLess(Version, version));
    }

    /// <returns>The time to the millisecond. All texts have the same length, so that they compare as the times do.</returns>
    public static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
