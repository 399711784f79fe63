using System.Text.Json;
using Local.Storage;

namespace Local.StepFunctions;

/// <summary>The files of one execution.</summary>
internal sealed class ExecutionFolder(string path)
{
    public string HistoryPath => Path.Combine(path, "history.jsonl");

    /// <summary>The state machine as it was when the execution started.</summary>
    public string DefinitionPath => Path.Combine(path, "definition.asl.json");

    private string ExecutionPath => Path.Combine(path, "execution.json");

    private string MapRuns => Path.Combine(path, "map-runs");

    /// <summary>The folder itself.</summary>
    public string Root => path;

    /// <summary>Whether an execution was written here, readable or not.</summary>
    public bool HoldsExecution => File.Exists(ExecutionPath);

    public string MapRunPath(string id) => Path.Combine(MapRuns, $"{id}.json");

    public string ChildrenPath(string mapRunId) => Path.Combine(MapRuns, mapRunId, "children.jsonl");

    public IReadOnlyList<string> MapRunIds() => Directory.Exists(MapRuns)
        ? [.. Directory.EnumerateFiles(MapRuns, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Makes room for a new execution, also where an earlier start ended before there was one.</summary>
    public void Create(string definition)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }

        Directory.CreateDirectory(path);
        AtomicFile.Write(DefinitionPath, definition);
    }

    public void Write(Execution execution) =>
        AtomicFile.Write(ExecutionPath, JsonSerializer.SerializeToUtf8Bytes(execution, ExecutionFileJson.File.Execution));

    /// <returns>Null where a start ended before there was an execution.</returns>
    /// <exception cref="DataFolderException">The file cannot be read, or is not as it was written.</exception>
    public Execution? Read()
    {
        if (!File.Exists(ExecutionPath))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(ExecutionPath), ExecutionFileJson.File.Execution) is { } execution
                && IsOf(execution)
                    ? execution
                    : throw Damaged("it describes another execution than its folder is named after.");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw Damaged(e.Message, e);
        }
    }

    private bool IsOf(Execution execution) =>
        execution.ExecutionArn == StatesArn.Execution(execution.StateMachine, execution.Name)
        && Path.GetFileName(path) == ExecutionName.Folder(execution.Name)
        && Path.GetFileName(Path.GetDirectoryName(path)) == ExecutionName.Folder(execution.StateMachine);

    private DataFolderException Damaged(string why, Exception? cause = null) => new(
        $"'{ExecutionPath}' cannot be read: {why} Restore it from a copy, or delete its folder to forget the execution.", cause);
}
