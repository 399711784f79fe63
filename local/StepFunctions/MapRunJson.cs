using JsonValues;
using StatesLanguage;

namespace Local.StepFunctions;

/// <summary>A map run as its file has it, as the API answers it, and as a state sees it.</summary>
internal static class MapRunJson
{
    /// <summary>Writes a map run as its file has it: with the API's names, and times as text.</summary>
    public static JsonObject Of(MapRun run) => JsonObject.Of(
        ("mapRunArn", Json.Of(run.MapRunArn)),
        ("executionArn", Json.Of(run.ExecutionArn)),
        ("status", Json.Of(StatusName.Of(run.Status))),
        ("startDate", Json.Of(Timestamps.Format(run.StartDate))),
        ("stopDate", Json.Of(run.StopDate is { } stop ? Timestamps.Format(stop) : null)),
        ("maxConcurrency", Json.Of(run.MaxConcurrency)),
        ("toleratedFailurePercentage", Json.Of(run.ToleratedFailurePercentage)),
        ("toleratedFailureCount", Json.Of(run.ToleratedFailureCount)),
        ("itemCounts", Counts(run.ItemCounts)),
        ("executionCounts", Counts(run.ExecutionCounts)),
        ("redriveCount", Json.Of(run.RedriveCount)));

    /// <exception cref="FormatException">It is no map run.</exception>
    public static MapRun Read(JsonObject stored) => new()
    {
        MapRunArn = stored.StoredText("mapRunArn"),
        ExecutionArn = stored.StoredText("executionArn"),
        Status = stored.Status(),
        StartDate = stored.Time("startDate"),
        StopDate = stored.TimeOrNull("stopDate"),
        MaxConcurrency = (int)Number(stored, "maxConcurrency"),
        ToleratedFailurePercentage = Number(stored, "toleratedFailurePercentage"),
        ToleratedFailureCount = (long)Number(stored, "toleratedFailureCount"),
        ItemCounts = Counts(stored.Object("itemCounts")),
        ExecutionCounts = Counts(stored.Object("executionCounts")),
        RedriveCount = (int)Number(stored, "redriveCount"),
    };

    /// <summary>Writes a map run as a state sees it that describes it, with names such as <c>ItemCounts</c>.</summary>
    public static JsonObject OfSdk(MapRun run) => Capitals(Of(run));

    private static JsonObject Capitals(JsonObject api)
    {
        var sdk = new JsonObject.Builder(api.Count);
        foreach (var (name, value) in api)
        {
            sdk.Add($"{char.ToUpperInvariant(name[0])}{name[1..]}", value is JsonObject inner ? Capitals(inner) : value);
        }

        return sdk.Build();
    }

    private static JsonObject Counts(MapRunCounts counts) => JsonObject.Of(
        ("pending", Json.Of(counts.Pending)),
        ("running", Json.Of(counts.Running)),
        ("succeeded", Json.Of(counts.Succeeded)),
        ("failed", Json.Of(counts.Failed)),
        ("timedOut", Json.Of(counts.TimedOut)),
        ("aborted", Json.Of(counts.Aborted)),
        ("total", Json.Of(counts.Total)),
        ("resultsWritten", Json.Of(counts.ResultsWritten)));

    private static MapRunCounts Counts(JsonObject stored) => new(
        stored.Count("total"), stored.Count("pending"), stored.Count("running"), stored.Count("succeeded"),
        stored.Count("failed"), stored.Count("timedOut"), stored.Count("aborted"))
    {
        ResultsWritten = stored.Count("resultsWritten"),
    };

    private static double Number(JsonObject stored, string name) =>
        stored[name] is JsonNumber number ? number.Value : throw new FormatException($"Its {name} is no number.");
}
