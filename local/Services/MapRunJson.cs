using System.Text.Json;
using StatesLanguage;

namespace Local.Services;

/// <summary>A map run as DescribeMapRun answers it.</summary>
internal static class MapRunJson
{
    /// <summary>With the names that the API and its clients use: <c>itemCounts</c>.</summary>
    public static JsonObject OfApi(MapRun run) => Describe(run, JsonNamingPolicy.CamelCase.ConvertName);

    /// <summary>With the names that a state sees: <c>ItemCounts</c>.</summary>
    public static JsonObject OfSdk(MapRun run) => Describe(run, name => name);

    private static JsonObject Describe(MapRun run, Func<string, string> name) => JsonObject.Of(
        (name("MapRunArn"), Json.Of(run.MapRunArn)),
        (name("ExecutionArn"), Json.Of(run.ExecutionArn)),
        (name("Status"), Json.Of(StatusName.Of(run.Status))),
        (name("StartDate"), Json.Of(Time(run.StartDate))),
        (name("StopDate"), Json.Of(run.StopDate is { } stop ? Time(stop) : null)),
        (name("MaxConcurrency"), Json.Of(run.MaxConcurrency)),
        (name("ToleratedFailurePercentage"), Json.Of(run.ToleratedFailurePercentage)),
        (name("ToleratedFailureCount"), Json.Of(run.ToleratedFailureCount)),
        (name("ItemCounts"), Counts(run.ItemCounts, name)),
        (name("ExecutionCounts"), Counts(run.ExecutionCounts, name)),
        (name("RedriveCount"), Json.Of(run.RedriveCount)));

    private static JsonObject Counts(MapRunCounts counts, Func<string, string> name) => JsonObject.Of(
        (name("Pending"), Json.Of(counts.Pending)),
        (name("Running"), Json.Of(counts.Running)),
        (name("Succeeded"), Json.Of(counts.Succeeded)),
        (name("Failed"), Json.Of(counts.Failed)),
        (name("TimedOut"), Json.Of(counts.TimedOut)),
        (name("Aborted"), Json.Of(counts.Aborted)),
        (name("Total"), Json.Of(counts.Total)),
        (name("ResultsWritten"), Json.Of(counts.ResultsWritten)));

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
