using System.Collections.Concurrent;
using JsonValues;
using Local.Storage;
using StatesLanguage;

namespace Local.StepFunctions;

/// <summary>An execution under way: where it writes what happens to it. Thread-safe.</summary>
internal sealed class ExecutionRun : IDisposable
{
    private readonly ExecutionStore store;
    private readonly ExecutionFolder folder;
    private readonly LineFile history;
    private readonly ConcurrentDictionary<string, Lazy<LineFile>> children = new();
    private volatile bool closed;

    internal ExecutionRun(ExecutionStore store, ExecutionFolder folder, Execution execution)
    {
        this.store = store;
        this.folder = folder;
        Execution = execution;
        history = new LineFile(folder.HistoryPath);
    }

    public Execution Execution { get; private set; }

    /// <summary>Adds an event.</summary>
    public void Append(HistoryEvent happened)
    {
        using var line = new Utf8Buffer();
        HistoryJson.Write(happened, line);
        history.Append(line.Written);
    }

    /// <summary>Writes a map run as it stands.</summary>
    public void Save(MapRun mapRun)
    {
        ObjectDisposedException.ThrowIf(closed, this);
        var path = folder.MapRunPath(MapRuns.Id(mapRun.MapRunArn));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, MapRunJson.Of(mapRun).ToString());
    }

    /// <summary>Notes a child execution of a map run.</summary>
    public void Append(KeptChild child)
    {
        ObjectDisposedException.ThrowIf(closed, this);
        using var line = new Utf8Buffer();
        ChildJson.Write(child, line);
        children.GetOrAdd(MapRuns.Id(child.Child.MapRunArn), id => new(() => new LineFile(folder.ChildrenPath(id)))).Value.Append(line.Written);
    }

    /// <summary>Ends the execution. Its history is on the disk before its status says so.</summary>
    public Execution Close(ExecutionStatus status, string? output = null, string? error = null, string? cause = null)
    {
        Dispose();
        return Execution = store.Close(Execution, status, output, error, cause);
    }

    public void Dispose()
    {
        closed = true;
        history.Dispose();
        foreach (var file in children.Values)
        {
            file.Value.Dispose();
        }
    }
}
