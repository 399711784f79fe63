using System.Text.Json.Nodes;
using Local.Executions;
using Local.Services;

namespace Local.Serve.Operations;

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

    /// <summary>ListExecutions of a map run: the children that have ended, in the order in which they did.</summary>
    public JsonObject ListChildren(string mapRunArn, JsonObject request)
    {
        var run = Find(mapRunArn);
        var status = request.TextOrNull("statusFilter");
        var children = store.Children((string)run["executionArn"]!, MapRuns.Id(mapRunArn))
            .Select(line => JsonNode.Parse(line)!)
            .Where(child => status is null || (string)child["status"]! == status);
        var page = Page<JsonNode>.Of(
            children, child => (string)child["executionArn"]!, request.TextOrNull("nextToken"), request.PageSize(100, MostListed));
        return Members.Object(
            ("executions", new JsonArray([.. page.Items.Select(child => ExecutionJson.Child(child, mapRunArn, whole: false))])),
            ("nextToken", page.NextToken));
    }

    /// <summary>DescribeExecution of a child: its ARN has the label of its Map state behind the state machine's name.</summary>
    /// <returns>Null where the ARN is no child's, or of none that has ended.</returns>
    public JsonObject? FindChild(string arn)
    {
        if (arn.Split(':') is not [_, _, _, _, _, "execution" or "express", var machine, ..] || machine.Split('/') is not [var parent, _])
        {
            return null;
        }

        var found =
            from execution in store.List(parent)
            from run in store.MapRuns(execution.ExecutionArn)
            from line in store.Children(execution.ExecutionArn, run.Key)
            where line.Contains(arn, StringComparison.Ordinal)
            let child = JsonNode.Parse(line)!
            where (string)child["executionArn"]! == arn
            select ExecutionJson.Child(child, (string)JsonNode.Parse(run.Value)!["mapRunArn"]!, whole: true);
        return found.FirstOrDefault();
    }

    private JsonNode Find(string arn) => mapRuns.Find(arn) is { } run
        ? JsonNode.Parse(run.ToString())!
        : throw new AwsException("ResourceNotFound", $"Resource not found: '{arn}'");
}
