using System.Text.Json.Nodes;
using Local.Integrations;
using Local.Protocol;
using StatesLanguage;
using JsonArray = System.Text.Json.Nodes.JsonArray;
using JsonObject = System.Text.Json.Nodes.JsonObject;

namespace Local.StepFunctions;

/// <summary>Step Functions' operations on map runs and their child executions.</summary>
internal sealed class MapRunOperations(ExecutionStore store, MapRuns mapRuns)
{
    private const int MostListed = 1_000;

    public JsonObject Describe(JsonObject request) => ExecutionJson.MapRun(Find(request.Text("mapRunArn")));

    public JsonObject List(JsonObject request)
    {
        var runs = store.MapRuns(request.Text("executionArn")).Values.Select(run => JsonNode.Parse(run)!);
        var page = Page<JsonNode>.Of(
            runs, run => (string)run["mapRunArn"]!, request.TextOrNull("nextToken"), request.PageSize(100, MostListed));
        return Members.Object(
            ("mapRuns", new JsonArray([.. page.Items.Select(ExecutionJson.MapRunListItem)])), ("nextToken", page.NextToken));
    }

    /// <summary>ListExecutions of a map run: its children, those that started last first.</summary>
    public JsonObject ListChildren(string mapRunArn, JsonObject request)
    {
        var status = ExecutionOperations.Status(request) is { } filter ? StatusName.Of(filter) : null;
        var children = mapRuns.Children((string)Find(mapRunArn)["executionArn"]!, mapRunArn)
            .Select(line => JsonNode.Parse(line)!)
            .Where(child => status is null || (string)child["status"]! == status)
            .Select(child => (
                Start: (DateTimeOffset)child["startDate"]!, Index: (int)child["index"]!, Item: ExecutionJson.Child(child, mapRunArn, whole: false)))
            .OrderByDescending(child => child.Start)
            .ThenByDescending(child => child.Index)
            .Select(child => child.Item);
        var page = Page<JsonObject>.Of(
            children, child => (string)child["executionArn"]!, request.TextOrNull("nextToken"), request.PageSize(100, MostListed));
        return Members.Object(("executions", new JsonArray([.. page.Items])), ("nextToken", page.NextToken));
    }

    /// <summary>DescribeExecution of a child.</summary>
    /// <returns>Null where the ARN is no child's.</returns>
    public JsonObject? DescribeChild(string arn) =>
        FindChild(arn) is var (child, mapRunArn) ? ExecutionJson.Child(child, mapRunArn, whole: true) : null;

    /// <summary>The events of a child, each a line of JSON.</summary>
    /// <returns>Null where the ARN is no child's.</returns>
    public IEnumerable<string>? History(string arn) =>
        FindChild(arn) is var (child, _) ? child["events"]!.AsArray().Select(happened => happened!.ToJsonString()) : null;

    // The ARN of a child has the label of its Map state behind the state machine's name.
    private (JsonNode Child, string MapRunArn)? FindChild(string arn)
    {
        if (arn.Split(':') is not [_, _, _, _, _, "execution" or "express", var machine, ..] || machine.Split('/') is not [var parent, _])
        {
            return null;
        }

        if (mapRuns.Running(arn) is { } running)
        {
            return (JsonNode.Parse(running.Report())!, running.Child.MapRunArn);
        }

        var found =
            from execution in store.List(parent)
            from run in store.MapRuns(execution.ExecutionArn)
            from line in store.Children(execution.ExecutionArn, run.Key)
            where line.Contains(arn, StringComparison.Ordinal)
            let child = JsonNode.Parse(line)!
            where (string)child["executionArn"]! == arn
            select ((JsonNode, string)?)(child, (string)JsonNode.Parse(run.Value)!["mapRunArn"]!);
        return found.FirstOrDefault();
    }

    private JsonNode Find(string arn) => mapRuns.Find(arn) is { } run
        ? JsonNode.Parse(run.ToString())!
        : throw new AwsException("ResourceNotFound", $"Resource not found: '{arn}'");
}
