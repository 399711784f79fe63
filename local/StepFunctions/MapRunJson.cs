using StatesLanguage;

namespace Local.StepFunctions;

/// <summary>A map run as DescribeMapRun answers it.</summary>
internal static class MapRunJson
{
    /// <summary>With the names that the API and its clients use: <c>itemCounts</c>.</summary>
    public static JsonObject OfApi(MapRun run) => JsonObject.Of(
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

    /// <summary>With the names that a state sees: <c>ItemCounts</c>.</summary>
    public static JsonObject OfSdk(JsonObject api)
    {
        var sdk = new JsonObject.Builder(api.Count);
        foreach (var (name, value) in api)
        {
            sdk.Add($"{char.ToUpperInvariant(name[0])}{name[1..]}", value is JsonObject inner ? OfSdk(inner) : value);
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
}
