using JsonValues;
using Local.Protocol;
using StatesLanguage;

namespace Local.StepFunctions;

/// <summary>Step Functions' operations on map runs and their child executions.</summary>
internal sealed class MapRunOperations(ExecutionStore store, MapRuns mapRuns)
{
    private const int MostListed = 1_000;

    public JsonObject Describe(JsonObject request)
    {
        var run = Find(request.Text("mapRunArn"));
        return ExecutionJson.Describe(run, [.. mapRuns.PendingRedrive(run)]);
    }

    public JsonObject List(JsonObject request)
    {
        var page = Page<MapRun>.Of(
            store.MapRunsOf(request.Text("executionArn")),
            run => run.MapRunArn,
            request.TextOrNull("nextToken"),
            request.PageSize(100, MostListed));
        return JsonObject.OfPresent(
            ("mapRuns", JsonArray.Of(page.Items.Select(ExecutionJson.ListItem))), ("nextToken", page.NextToken));
    }

    /// <summary>ListExecutions of a map run: its children, those that started last first.</summary>
    public JsonObject ListChildren(string mapRunArn, JsonObject request)
    {
        var status = ExecutionOperations.Status(request);
        var children = mapRuns.Children(Find(mapRunArn).ExecutionArn, mapRunArn)
            .Where(kept => status is null || kept.Status == status)
            .OrderByDescending(kept => kept.Child.StartDate)
            .ThenByDescending(kept => kept.Child.Index);
        var page = Page<KeptChild>.Of(
            children, kept => kept.Child.ExecutionArn, request.TextOrNull("nextToken"), request.PageSize(100, MostListed));
        return JsonObject.OfPresent(
            ("executions", JsonArray.Of(page.Items.Select(kept => ExecutionJson.Child(kept, whole: false)))), ("nextToken", page.NextToken));
    }

    /// <summary>DescribeExecution of a child.</summary>
    /// <returns>Null where the ARN is no child's.</returns>
    public JsonObject? DescribeChild(string arn) => FindChild(arn) is { } child ? ExecutionJson.Child(child, whole: true) : null;

    /// <summary>The events of a child.</summary>
    /// <returns>Null where the ARN is no child's.</returns>
    public IEnumerable<HistoryEvent>? History(string arn) => FindChild(arn)?.Events;

    // The ARN of a child has the label of its Map state behind the state machine's name.
    private KeptChild? FindChild(string arn)
    {
        if (arn.Split(':') is not [_, _, _, _, _, "execution" or "express", var machine, ..] || machine.Split('/') is not [var parent, _])
        {
            return null;
        }

        var kept =
            from execution in store.List(parent)
            from run in store.MapRunsOf(execution.ExecutionArn)
            from child in mapRuns.Children(execution.ExecutionArn, run.MapRunArn)
            where child.Child.ExecutionArn == arn
            select child;
        return mapRuns.Running(arn)?.Kept() ?? kept.FirstOrDefault();
    }

    private MapRun Find(string arn) => mapRuns.Find(arn) ?? throw new AwsException("ResourceNotFound", $"Resource not found: '{arn}'");
}
