using System.Text.Json.Nodes;
using Local.Drawing;
using Local.Services;
using Local.StepFunctions;

namespace Local.Report;

/// <summary>All that is kept of an execution, read back to be shown.</summary>
internal sealed record ExecutionRecord(Execution Execution, JsonNode Definition, IReadOnlyList<StateSummary> States)
{
    public static ExecutionRecord Read(Stage stage, Execution execution)
    {
        var store = stage.Executions;
        var arn = execution.ExecutionArn;
        var history = new JsonArray([.. store.History(arn).Select(line => JsonNode.Parse(line))]);
        var runs = store.MapRuns(arn).Values.Select(run => JsonNode.Parse(run)!).ToList();
        var children = runs
            .SelectMany(run => stage.MapRuns.Children(arn, (string)run["mapRunArn"]!))
            .Select(line => JsonNode.Parse(line)!["events"]!);

        return new(
            execution,
            DeepJson.Parse(store.Definition(arn)),
            ExecutionSummary.Of(history, runs, children));
    }

    public ExecutionFacts Facts => new(
        Execution.Name,
        Execution.StatusText,
        Execution.StartDate,
        Execution.StopDate - Execution.StartDate,
        Execution.Error,
        Execution.Cause);

    public async Task<ExecutionGraph> DrawAsync(CancellationToken cancellation) => new(
        await GraphDrawing.DrawAsync(Definition, States, $"Execution {Execution.Name}", interactive: true, cancellation), States);
}
