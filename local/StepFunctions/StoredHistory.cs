using StatesLanguage;

namespace Local.StepFunctions;

/// <summary>Writes an execution's events, map runs and children into its folder as they happen.</summary>
/// <param name="run">The execution's files.</param>
/// <param name="mapRuns">Is told of each map run and its children too.</param>
/// <param name="watcher">Is told of everything too, once it is written.</param>
/// <param name="clock">Spaces the writing of counts.</param>
internal sealed class StoredHistory(ExecutionRun run, MapRuns mapRuns, IHistory watcher, TimeProvider clock) : IHistory
{
    // Each write waits for the disk, and a map of many short children would do little else.
    private static readonly TimeSpan BetweenCounts = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, DateTimeOffset> counted = [];

    public void Append(HistoryEvent happened)
    {
        run.Append(happened);
        watcher.Append(happened);
    }

    public void Changed(MapRun mapRun)
    {
        mapRuns.Save(mapRun);
        var now = clock.GetUtcNow();
        if (mapRun.Status != ExecutionStatus.Running
            || now - counted.GetValueOrDefault(mapRun.MapRunArn) >= BetweenCounts)
        {
            run.Save(mapRun);
            counted[mapRun.MapRunArn] = now;
        }

        watcher.Changed(mapRun);
    }

    public IHistory Child(ChildExecution child, IEnumerable<HistoryEvent> past) =>
        mapRuns.Begin(child, past, watcher.Child(child, past));

    public void Ended(ChildExecution child, ExecutionResult result)
    {
        run.Append(mapRuns.Running(child.ExecutionArn)!.Kept(result));
        mapRuns.End(child);
        watcher.Ended(child, result);
    }
}
