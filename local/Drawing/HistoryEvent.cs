using System.Globalization;
using System.Text.Json.Nodes;

namespace Local.Drawing;

/// <summary>One event as <c>GetExecutionHistory</c> gives it, times in seconds since 1970 or as ISO text.</summary>
internal sealed class HistoryEvent(JsonObject json)
{
    private readonly JsonObject? details =
        json.FirstOrDefault(member => member.Key.EndsWith("EventDetails", StringComparison.Ordinal)).Value as JsonObject;

    public long Id { get; } = json["id"].Whole();

    public long PreviousId { get; } = json["previousEventId"].Whole();

    public string Type { get; } = Text(json["type"]) ?? "";

    public DateTimeOffset Timestamp { get; } = Time(json["timestamp"]);

    public bool EntersState => Type.EndsWith("StateEntered", StringComparison.Ordinal);

    public bool ExitsState => Type.EndsWith("StateExited", StringComparison.Ordinal);

    /// <summary>A member of the event's details that is text; null when there is none.</summary>
    public string? Detail(string name) => Text(details?[name]);

    public int Count(string name) => (int)(details?[name]).Whole();

    private static string? Text(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static DateTimeOffset Time(JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) =>
            DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        JsonValue value => DateTimeOffset.UnixEpoch.AddMilliseconds(Math.Round(value.Number() * 1000)),
        _ => DateTimeOffset.UnixEpoch,
    };
}
