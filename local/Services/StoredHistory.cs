using Local.Executions;
using StatesLanguage;

namespace Local.Services;

/// <summary>Writes an execution's events, map runs and children into its folder as they happen.</summary>
/// <param name="run">Where to.</param>
/// <param name="mapRuns">Told of each map run and its children too.</param>
/// <param name="watcher">Told of everything too, once it is written.</param>
internal sealed class StoredHistory(ExecutionRun run, MapRuns mapRuns, IHistory watcher) : IHistory
{
    public void Append(StatesLanguage.HistoryEvent happened)
    {
        using var line = new Utf8Buffer();
        HistoryJson.Write(happened, line);
        run.AppendEvent(line.Written);
        watcher.Append(happened);
    }

    public void Changed(MapRun mapRun)
    {
        run.SaveMapRun(MapRuns.Id(mapRun.MapRunArn), mapRuns.Save(mapRun).ToString());
        watcher.Changed(mapRun);
    }

    public IHistory Child(ChildExecution child) => mapRuns.Begin(child, watcher.Child(child));

    public void Ended(ChildExecution child, ExecutionResult result)
    {
        using var line = new Utf8Buffer();
        mapRuns.Running(child.ExecutionArn)!.Report(result, line);
        run.AppendChild(MapRuns.Id(child.MapRunArn), line.Written);
        mapRuns.End(child);
        watcher.Ended(child, result);
    }
}
