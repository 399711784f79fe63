using System.Text.Json;

namespace Bench.EndToEnd;

/// <summary>How long the states of an execution took, from its history.</summary>
internal static class StateTimes
{
    public static IReadOnlyDictionary<string, double> Of(IEnumerable<string> history)
    {
        var entered = new Dictionary<string, DateTimeOffset>();
        var times = new Dictionary<string, double>();
        foreach (var line in history)
        {
            using var happened = JsonDocument.Parse(line);
            if (Name(happened.RootElement, "stateEnteredEventDetails") is { } begun)
            {
                entered[begun] = Time(happened.RootElement);
            }
            else if (Name(happened.RootElement, "stateExitedEventDetails") is { } done)
            {
                times[done] = (Time(happened.RootElement) - entered[done]).TotalSeconds;
            }
        }

        return times;
    }

    private static string? Name(JsonElement happened, string details) =>
        happened.TryGetProperty(details, out var found) ? found.GetProperty("name").GetString() : null;

    private static DateTimeOffset Time(JsonElement happened) => happened.GetProperty("timestamp") is { ValueKind: JsonValueKind.Number } seconds
        ? DateTimeOffset.UnixEpoch.AddSeconds(seconds.GetDouble())
        : happened.GetProperty("timestamp").GetDateTimeOffset();
}
