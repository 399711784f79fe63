using StatesLanguage;

namespace Local.StepFunctions;

/// <summary>Writes an execution's events, map runs and children into its folder as they happen.</summary>
/// <param name="run">Where to.</param>
/// <param name="mapRuns">Told of each map run and its children too.</param>
/// <param name="watcher">Told of everything too, once it is written.</param>
/// <param name="clock">Spaces the writing of counts.</param>
internal sealed class StoredHistory(ExecutionRun run, MapRuns mapRuns, IHistory watcher, TimeProvider clock) : IHistory
{
    // Each write waits for the disk, and a map of many short children would do little else.
    private static readonly TimeSpan BetweenCounts = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, DateTimeOffset> counted = [];

    public void Append(StatesLanguage.HistoryEvent happened)
    {
        using var line = new Utf8Buffer();
        HistoryJson.Write(happened, line);
        run.AppendEvent(line.Written);
        watcher.Append(happened);
    }

    public void Changed(MapRun mapRun)
    {
        var shown = mapRuns.Save(mapRun);
        var now = clock.GetUtcNow();
        if (mapRun.Status != ExecutionStatus.Running
            || now - counted.GetValueOrDefault(mapRun.MapRunArn) >= BetweenCounts)
        {
            run.SaveMapRun(MapRuns.Id(mapRun.MapRunArn), shown.ToString());
            counted[mapRun.MapRunArn] = now;
        }

        watcher.Changed(mapRun);
    }

    public IHistory Child(ChildExecution child, IEnumerable<StatesLanguage.HistoryEvent> past) =>
        mapRuns.Begin(child, past, watcher.Child(child, past));

    public void Ended(ChildExecution child, ExecutionResult result)
    {
        using var line = new Utf8Buffer();
        mapRuns.Running(child.ExecutionArn)!.Report(result, line);
        run.AppendChild(MapRuns.Id(child.MapRunArn), line.Written);
        mapRuns.End(child);
        watcher.Ended(child, result);
    }
}
