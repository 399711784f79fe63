using JsonValues;
using Local.Drawing;
using Local.Services;
using Local.StepFunctions;

namespace Local.Report;

/// <summary>Everything that is kept of an execution, read back to be shown.</summary>
internal sealed record ExecutionRecord(Execution Execution, Json Definition, IReadOnlyList<StateSummary> States)
{
    public static ExecutionRecord Read(Stage stage, Execution execution)
    {
        var store = stage.Executions;
        var arn = execution.ExecutionArn;
        var runs = store.MapRunsOf(arn);
        var children = runs.SelectMany(run => stage.MapRuns.Children(arn, run.MapRunArn)).Select(child => child.Events);

        return new(
            execution,
            Json.Parse(store.Definition(arn)),
            ExecutionSummary.Of(store.History(arn), runs, children));
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
