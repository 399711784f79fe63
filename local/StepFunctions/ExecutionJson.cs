using System.Text.Json.Nodes;
using Local.Protocol;
using StatesLanguage;
using JsonObject = System.Text.Json.Nodes.JsonObject;

namespace Local.StepFunctions;

/// <summary>Executions, as the API shows them.</summary>
internal static class ExecutionJson
{
    /// <summary>An item of ListExecutions.</summary>
    public static JsonObject ListItem(Execution execution) => Members.Object(
        ("executionArn", execution.ExecutionArn),
        ("stateMachineArn", execution.StateMachineArn),
        ("name", execution.Name),
        ("status", execution.StatusText),
        ("startDate", execution.StartDate.Time()),
        ("stopDate", execution.StopDate?.Time()),
        ("redriveCount", execution.RedriveCount),
        ("redriveDate", execution.RedriveDate?.Time()));

    /// <summary>The answer of DescribeExecution.</summary>
    public static JsonObject Describe(Execution execution)
    {
        var json = ListItem(execution);
        Add(json, "input", execution.Input);
        Add(json, "output", execution.Output);
        Add(json, "error", execution.Error);
        Add(json, "cause", execution.Cause);
        json["redriveStatus"] = execution.WhyNotRedrivable is null ? "REDRIVABLE" : "NOT_REDRIVABLE";
        Add(json, "redriveStatusReason", execution.WhyNotRedrivable);
        return json;
    }

    /// <summary>A child of a map run, as ListExecutions or DescribeExecution show it.</summary>
    /// <param name="whole">Whether the child's data are included.</param>
    public static JsonObject Child(KeptChild kept, bool whole)
    {
        var child = kept.Child;
        var json = Members.Object(
            ("executionArn", child.ExecutionArn),
            ("stateMachineArn", MachineOfChild(child.MapRunArn)),
            ("name", child.Name),
            ("status", StatusName.Of(kept.Status)),
            ("startDate", child.StartDate.Time()),
            ("stopDate", kept.Result?.StopDate.Time()),
            ("mapRunArn", child.MapRunArn),
            ("itemCount", child.Items));
        if (whole)
        {
            Add(json, "input", child.Input.ToString());
            Add(json, "output", kept.Output?.ToString());
            Add(json, "error", kept.Error?.Name);
            Add(json, "cause", kept.Error?.Cause);
        }

        return json;
    }

    /// <summary>The answer of DescribeMapRun.</summary>
    /// <param name="run">The map run.</param>
    /// <param name="waiting">The children that it has not come to since it was redriven. Unverified: that AWS does not count them as pending too.</param>
    public static JsonObject Describe(MapRun run, IReadOnlyList<KeptChild> waiting)
    {
        var json = JsonNode.Parse(MapRunJson.Of(run).ToString())!.AsObject();
        json["startDate"] = run.StartDate.Time();
        if (run.StopDate is { } stop)
        {
            json["stopDate"] = stop.Time();
        }
        else
        {
            json.Remove("stopDate");
        }

        foreach (var (counts, pendingRedrive) in new[]
            { (json["itemCounts"]!, waiting.Sum(kept => kept.Child.Items)), (json["executionCounts"]!, waiting.Count) })
        {
            counts["pending"] = (long)counts["pending"]! - pendingRedrive;
            counts["failuresNotRedrivable"] = 0;
            counts["pendingRedrive"] = pendingRedrive;
        }

        return json;
    }

    /// <summary>An item of ListMapRuns.</summary>
    public static JsonObject ListItem(MapRun run) => Members.Object(
        ("executionArn", run.ExecutionArn),
        ("mapRunArn", run.MapRunArn),
        ("stateMachineArn", MachineOfChild(run.MapRunArn)),
        ("startDate", run.StartDate.Time()),
        ("stopDate", run.StopDate?.Time()));

    // arn:…:mapRun:Machine/Label:id belongs to arn:…:stateMachine:Machine/Label.
    private static string MachineOfChild(string mapRunArn) =>
        StatesArn.StateMachine(mapRunArn.Split(':') is [.., var machine, _] ? machine : "");

    private static void Add(JsonObject json, string name, string? value)
    {
        if (value is null)
        {
            return;
        }

        json[name] = value;
        if (name is "input" or "output")
        {
            json[$"{name}Details"] = new JsonObject { ["included"] = true };
        }
    }
}
