using System.Collections.Concurrent;
using JsonValues;
using Local.Integrations;
using StatesLanguage;

namespace Local.StepFunctions;

/// <summary>
/// The map runs of all executions, as they stand: those of this process at hand with the children that run, others from
/// their folders. Thread-safe.
/// </summary>
internal sealed class MapRuns(ExecutionStore store)
{
    private readonly ConcurrentDictionary<string, MapRun> runs = new();
    private readonly ConcurrentDictionary<string, ChildHistory> children = new();

    /// <summary>The last part of a map run's ARN, by which its execution keeps it.</summary>
    public static string Id(string arn) => arn[(arn.LastIndexOf(':') + 1)..];

    public void Save(MapRun run) => runs[run.MapRunArn] = run;

    /// <returns>Null where there is no such map run.</returns>
    public MapRun? Find(string arn) => runs.TryGetValue(arn, out var run) ? run : store.FindMapRun(arn);

    /// <summary>A child starts, and runs until <see cref="End"/>.</summary>
    /// <returns>Takes its events.</returns>
    public ChildHistory Begin(ChildExecution child, IEnumerable<HistoryEvent> past, IHistory watcher) =>
        children[child.ExecutionArn] = new(child, past, watcher);

    public void End(ChildExecution child) => children.TryRemove(child.ExecutionArn, out _);

    /// <returns>Null: no child of that ARN runs in this process.</returns>
    public ChildHistory? Running(string arn) => children.GetValueOrDefault(arn);

    /// <summary>A map run's children; one that is run again is there once, as it runs.</summary>
    public IEnumerable<KeptChild> Children(string executionArn, string mapRunArn)
    {
        var running = children.Values
            .Where(history => history.Child.MapRunArn == mapRunArn)
            .Select(history => history.Kept())
            .ToList();
        var latest = KeptChild.Latest(store.Children(executionArn, mapRunArn).Concat(running));
        return Redriven(executionArn, mapRunArn) is { } redriven
            ? latest.Select(kept => kept with { IsPendingRedrive = kept.Result is not (null or ExecutionResult.Succeeded) && kept.Result.StopDate <= redriven })
            : latest;
    }

    /// <summary>The children that a redriven map run has not come to yet.</summary>
    public IEnumerable<KeptChild> PendingRedrive(MapRun run) => Redriven(run.ExecutionArn, run.MapRunArn) is null
        ? []
        : Children(run.ExecutionArn, run.MapRunArn).Where(kept => kept.IsPendingRedrive);

    /// <summary><c>aws-sdk:sfn:describeMapRun</c>.</summary>
    public Task<TaskOutcome> DescribeAsync(JsonObject parameters, CancellationToken cancellation)
    {
        var arn = parameters.Text("MapRunArn");
        return Task.FromResult(Find(arn) is { } run
            ? new TaskOutcome.Succeeded(MapRunJson.OfSdk(run))
            : TaskFailure.Of("Sfn.ResourceNotFoundException", $"Resource not found: '{arn}'"));
    }

    /// <returns>The time at which a map run that still runs was redriven; null when it was not redriven, or has ended.</returns>
    private DateTimeOffset? Redriven(string executionArn, string mapRunArn) =>
        // The execution is at hand; the map run of one that has ended would be searched for on the disk.
        store.Describe(executionArn) is { Status: ExecutionStatus.Running, RedriveDate: { } redriven }
        && Find(mapRunArn) is { Status: ExecutionStatus.Running, RedriveCount: > 0 }
            ? redriven
            : null;
}
