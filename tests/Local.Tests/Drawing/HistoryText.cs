using System.Globalization;
using System.Text.Json.Nodes;

namespace Local.Tests.Drawing;

/// <summary>
/// An event history as text a person can read: <c>id previous type name=value …</c>, one event a line, a second apart.
/// Values hold no space.
/// </summary>
internal static class HistoryText
{
    public static readonly DateTimeOffset Start = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    public static JsonObject Parse(string text) => new()
    {
        ["events"] = new JsonArray([.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Event)]),
    };

    private static JsonNode Event(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var id = long.Parse(words[0], CultureInfo.InvariantCulture);
        var details = words.Skip(3).Select(word => word.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], Value(pair)));
        return new JsonObject
        {
            ["id"] = id,
            ["previousEventId"] = long.Parse(words[1], CultureInfo.InvariantCulture),
            ["type"] = words[2],
            ["timestamp"] = (Start.ToUnixTimeMilliseconds() / 1000.0) + id,
            [Member(words[2])] = new JsonObject(details),
        };
    }

    private static JsonNode? Value(string[] pair) =>
        pair[0] == "length" ? int.Parse(pair[1], CultureInfo.InvariantCulture) : pair[1];

    private static string Member(string type) => type switch
    {
        _ when type.EndsWith("StateEntered", StringComparison.Ordinal) => "stateEnteredEventDetails",
        _ when type.EndsWith("StateExited", StringComparison.Ordinal) => "stateExitedEventDetails",
        _ => $"{char.ToLowerInvariant(type[0])}{type[1..]}EventDetails",
    };
}
