using System.Text.Json.Nodes;
using Local.Drawing;
using Local.Executions;

namespace Local.Report;

/// <summary>All that is kept of an execution, read back to be shown.</summary>
internal sealed record ExecutionRecord(Execution Execution, JsonNode Definition, IReadOnlyList<StateSummary> States)
{
    public static ExecutionRecord Read(ExecutionStore store, Execution execution)
    {
        var arn = execution.ExecutionArn;
        var history = new JsonArray([.. store.History(arn).Select(line => JsonNode.Parse(line))]);
        var mapRuns = store.MapRuns(arn);
        var children = mapRuns.Keys
            .SelectMany(id => store.Children(arn, id))
            .Select(line => JsonNode.Parse(line)!["events"]!);

        return new(
            execution,
            JsonNode.Parse(store.Definition(arn))!,
            ExecutionSummary.Of(history, mapRuns.Values.Select(run => JsonNode.Parse(run)!), children));
    }

    public ExecutionFacts Facts => new(
        Execution.Name,
        Execution.StatusText,
        Execution.StartDate,
        Execution.StopDate - Execution.StartDate,
        Execution.Error,
        Execution.Cause);

    public async Task<ExecutionGraph> DrawAsync(CancellationToken cancellation) => new(
        await new GraphDrawing().DrawAsync(Definition, States, $"Execution {Execution.Name}", interactive: true, cancellation), States);
}
