using JsonValues;
using Local.Protocol;
using StatesLanguage;

namespace Local.StepFunctions;

/// <summary>Executions, as the API shows them.</summary>
internal static class ExecutionJson
{
    private static readonly JsonObject Included = JsonObject.Of(("included", true));

    /// <summary>An item of ListExecutions.</summary>
    public static JsonObject ListItem(Execution execution) => JsonObject.OfPresent(Listed(execution));

    /// <summary>The answer of DescribeExecution.</summary>
    public static JsonObject Describe(Execution execution) => JsonObject.OfPresent(
    [
        .. Listed(execution),
        .. Data(execution.Input, execution.Output, execution.Error, execution.Cause),
        ("redriveStatus", execution.WhyNotRedrivable is null ? "REDRIVABLE" : "NOT_REDRIVABLE"),
        ("redriveStatusReason", execution.WhyNotRedrivable),
    ]);

    /// <summary>A child of a map run, as ListExecutions or DescribeExecution show it.</summary>
    /// <param name="whole">Whether the child's data are included.</param>
    public static JsonObject Child(KeptChild kept, bool whole)
    {
        var child = kept.Child;
        return JsonObject.OfPresent(
        [
            ("executionArn", child.ExecutionArn),
            ("stateMachineArn", MachineOfChild(child.MapRunArn)),
            ("name", child.Name),
            ("status", StatusName.Of(kept.Status)),
            ("startDate", child.StartDate.Time()),
            ("stopDate", kept.Result?.StopDate.Time()),
            ("mapRunArn", child.MapRunArn),
            ("itemCount", child.Items),
            .. whole ? Data(child.Input.ToString(), kept.Output?.ToString(), kept.Error?.Name, kept.Error?.Cause) : [],
        ]);
    }

    /// <summary>The answer of DescribeMapRun.</summary>
    /// <param name="run">The map run.</param>
    /// <param name="waiting">The children that it has not come to since it was redriven. Unverified: that AWS does not count them as pending too.</param>
    public static JsonObject Describe(MapRun run, IReadOnlyList<KeptChild> waiting)
    {
        var json = MapRunJson.Of(run).With("startDate", run.StartDate.Time());
        json = run.StopDate is { } stop ? json.With("stopDate", stop.Time()) : json.Without("stopDate");
        return json
            .With("itemCounts", Counts(json, "itemCounts", run.ItemCounts.Pending, waiting.Sum(kept => kept.Child.Items)))
            .With("executionCounts", Counts(json, "executionCounts", run.ExecutionCounts.Pending, waiting.Count));
    }

    /// <summary>An item of ListMapRuns.</summary>
    public static JsonObject ListItem(MapRun run) => JsonObject.OfPresent(
        ("executionArn", run.ExecutionArn),
        ("mapRunArn", run.MapRunArn),
        ("stateMachineArn", MachineOfChild(run.MapRunArn)),
        ("startDate", run.StartDate.Time()),
        ("stopDate", run.StopDate?.Time()));

    // arn:…:mapRun:Machine/Label:id belongs to arn:…:stateMachine:Machine/Label.
    private static string MachineOfChild(string mapRunArn) =>
        StatesArn.StateMachine(mapRunArn.Split(':') is [.., var machine, _] ? machine : "");

    private static (string Name, Json? Value)[] Listed(Execution execution) =>
    [
        ("executionArn", execution.ExecutionArn),
        ("stateMachineArn", execution.StateMachineArn),
        ("name", execution.Name),
        ("status", execution.StatusText),
        ("startDate", execution.StartDate.Time()),
        ("stopDate", execution.StopDate?.Time()),
        ("redriveCount", execution.RedriveCount),
        ("redriveDate", execution.RedriveDate?.Time()),
    ];

    private static (string Name, Json? Value)[] Data(string? input, string? output, string? error, string? cause) =>
    [
        ("input", input),
        ("inputDetails", input is null ? null : Included),
        ("output", output),
        ("outputDetails", output is null ? null : Included),
        ("error", error),
        ("cause", cause),
    ];

    private static JsonObject Counts(JsonObject run, string name, long pending, long pendingRedrive) => ((JsonObject)run[name]!)
        .With("pending", pending - pendingRedrive)
        .With("failuresNotRedrivable", 0)
        .With("pendingRedrive", pendingRedrive);
}
