using System.Text.Json.Nodes;
using Local.Protocol;

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
    /// <param name="kept">As the execution's folder has it, or will.</param>
    /// <param name="mapRunArn">The child's map run.</param>
    /// <param name="whole">With its data.</param>
    public static JsonObject Child(JsonNode kept, string mapRunArn, bool whole)
    {
        var arn = (string)kept["executionArn"]!;
        var json = Members.Object(
            ("executionArn", arn),
            ("stateMachineArn", MachineOfChild(mapRunArn)),
            ("name", (string)kept["name"]!),
            ("status", (string)kept["status"]!),
            ("startDate", ((DateTimeOffset)kept["startDate"]!).Time()),
            ("stopDate", ((DateTimeOffset?)kept["stopDate"])?.Time()),
            ("mapRunArn", mapRunArn),
            ("itemCount", (int)kept["items"]!));
        if (whole)
        {
            Add(json, "input", (string?)kept["input"]);
            Add(json, "output", (string?)kept["output"]);
            Add(json, "error", (string?)kept["error"]);
            Add(json, "cause", (string?)kept["cause"]);
        }

        return json;
    }

    /// <summary>A map run as the execution's folder has it, with times as the API has them.</summary>
    public static JsonObject MapRun(JsonNode kept)
    {
        var json = kept.DeepClone().AsObject();
        json["startDate"] = ((DateTimeOffset)kept["startDate"]!).Time();
        if (kept["stopDate"] is { } stop)
        {
            json["stopDate"] = ((DateTimeOffset)stop).Time();
        }
        else
        {
            json.Remove("stopDate");
        }

        foreach (var counts in new[] { json["itemCounts"]!, json["executionCounts"]! })
        {
            counts["failuresNotRedrivable"] = 0;
            counts["pendingRedrive"] = 0;
        }

        return json;
    }

    /// <summary>An item of ListMapRuns.</summary>
    public static JsonObject MapRunListItem(JsonNode kept)
    {
        var run = MapRun(kept);
        return Members.Object(
            ("executionArn", run["executionArn"]!.DeepClone()),
            ("mapRunArn", run["mapRunArn"]!.DeepClone()),
            ("stateMachineArn", MachineOfChild((string)run["mapRunArn"]!)),
            ("startDate", run["startDate"]!.DeepClone()),
            ("stopDate", run["stopDate"]?.DeepClone()));
    }

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
