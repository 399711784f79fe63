using System.Collections.Concurrent;
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

    /// <summary>Adds an event, as GetExecutionHistory shows it, in one line of JSON.</summary>
    public void AppendEvent(ReadOnlySpan<byte> json) => history.Append(json);

    /// <summary>Writes a map run as it stands, as DescribeMapRun shows it.</summary>
    public void SaveMapRun(string id, string json)
    {
        ObjectDisposedException.ThrowIf(closed, this);
        var path = folder.MapRunPath(id);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, json);
    }

    /// <summary>Adds a child execution of a map run, or what became of it, in one line of JSON.</summary>
    public void AppendChild(string mapRunId, ReadOnlySpan<byte> json)
    {
        ObjectDisposedException.ThrowIf(closed, this);
        children.GetOrAdd(mapRunId, id => new(() => new LineFile(folder.ChildrenPath(id)))).Value.Append(json);
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
