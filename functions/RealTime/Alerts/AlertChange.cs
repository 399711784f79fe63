using System.Text.Json;
using System.Text.Json.Serialization;
using RealTime.Detection;
using RealTime.Fleet;
using RealTime.Minutes;
using RealTime.Streams;

namespace RealTime.Alerts;

/// <summary>An alert opens, or is cleared.</summary>
/// <param name="ClearedAt">Null: it opens.</param>
/// <param name="Value">The value that was judged, in the event's own unit.</param>
/// <param name="Place">The place of the alert; null for a stream without positions.</param>
public sealed record AlertChange(
    string Key,
    string Kind,
    DateTimeOffset OpenedAt,
    DateTimeOffset? ClearedAt,
    double Value,
    IReadOnlyList<Audience> Audiences,
    Place? Place)
{
    /// <summary>The same however often the same incident is found.</summary>
    public string AlertId => $"{Key}|{Kind}|{MinuteKey.Text(OpenedAt)}";

    public bool IsCleared => ClearedAt is not null;

    /// <summary>The message that is published to one audience.</summary>
    public string Message(Audience audience)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("alert_id", AlertId);
            json.WriteString("change", IsCleared ? "cleared" : "opened");
            json.WriteString("audience", Name(audience));
            json.WriteString("kind", Kind);
            json.WriteString("key", Key);
            json.WriteNumber("value", Value);
            json.WriteString("opened_at", PositionItem.Text(OpenedAt));
            if (ClearedAt is { } cleared)
            {
                json.WriteString("cleared_at", PositionItem.Text(cleared));
            }

            if (Place is { } place)
            {
                json.WriteNumber("latitude", place.Latitude);
                json.WriteNumber("longitude", place.Longitude);
            }

            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <returns><c>driver</c> or <c>fleet</c>.</returns>
    public static string Name(Audience audience) => audience == Audience.Driver ? "driver" : "fleet";

    public static string ToJson(IReadOnlyList<AlertChange> changes) => JsonSerializer.Serialize(changes, AlertJson.Default.IReadOnlyListAlertChange);

    public static IReadOnlyList<AlertChange> Parse(string json) => JsonSerializer.Deserialize(json, AlertJson.Default.IReadOnlyListAlertChange)!;
}

[JsonSerializable(typeof(IReadOnlyList<AlertChange>))]
internal sealed partial class AlertJson : JsonSerializerContext;
