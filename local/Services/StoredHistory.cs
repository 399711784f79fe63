using Local.Executions;
using StatesLanguage;

namespace Local.Services;

/// <summary>Writes an execution's events, map runs and children into its folder as they happen.</summary>
/// <param name="run">Where to.</param>
/// <param name="mapRuns">Told of each map run too.</param>
/// <param name="watcher">Told of everything too, once it is written.</param>
internal sealed class StoredHistory(ExecutionRun run, MapRuns mapRuns, IHistory watcher) : IHistory
{
    private readonly Dictionary<string, ChildHistory> children = [];

    public void Append(StatesLanguage.HistoryEvent happened)
    {
        run.AppendEvent(EventText.Of(happened));
        watcher.Append(happened);
    }

    public void Changed(MapRun mapRun)
    {
        run.SaveMapRun(MapRuns.Id(mapRun.MapRunArn), mapRuns.Save(mapRun).ToString());
        watcher.Changed(mapRun);
    }

    public IHistory Child(ChildExecution child) => children[child.ExecutionArn] = new(watcher.Child(child));

    public void Ended(ChildExecution child, ExecutionResult result)
    {
        children.Remove(child.ExecutionArn, out var history);
        run.AppendChild(MapRuns.Id(child.MapRunArn), history!.Report(child, result).ToString());
        watcher.Ended(child, result);
    }
}
