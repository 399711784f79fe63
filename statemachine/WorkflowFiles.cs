namespace Workflow;

/// <summary>The files that define the pipeline, as deployed to AWS and as run on one machine.</summary>
public static class WorkflowFiles
{
    public const string LowStock = "low-stock.sql";
    public const string Features = "features.sql";
    public const string DirtyReadings = "dirty-readings.sql";

    private const string TablesFile = "tables.json";
    private const string StreamsFile = "streams.json";

    /// <summary>The folder into which the build copies the files: beside the running program.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "statemachine");

    /// <summary>The tables of the lake, by name.</summary>
    public static IReadOnlyList<TableDefinition> Tables { get; } = TableDefinition.Parse(Read(TablesFile));

    /// <summary>The table of that name.</summary>
    /// <exception cref="WorkflowFileException">There is none.</exception>
    public static TableDefinition Table(string name) => Tables.FirstOrDefault(table => table.Name == name)
        ?? throw new WorkflowFileException($"{TablesFile} has no table '{name}'. Restore the file from the repository's statemachine/ folder and build again.");

    /// <summary>The streams of events and how they are consumed, by name.</summary>
    public static IReadOnlyDictionary<string, StreamOptions> Streams { get; } = StreamOptions.Parse(Read(StreamsFile));

    /// <summary>The text of one of the files.</summary>
    /// <exception cref="WorkflowFileException">It cannot be read.</exception>
    public static string Read(string name) =>
        ReadFile(Path.Combine(Folder, name), "Restore it from the repository's statemachine/ folder and build again.");

    /// <summary>The SQL of one of the files without its comments, as a state machine's definition holds it.</summary>
    /// <exception cref="WorkflowFileException">It cannot be read.</exception>
    public static string Statement(string name) => SqlText.WithoutComments(Read(name));

    /// <summary>The text of a file that stands in for one of them.</summary>
    /// <exception cref="WorkflowFileException">It cannot be read.</exception>
    public static string ReadFile(string path) => ReadFile(path, "Name a file that is there and may be read.");

    private static string ReadFile(string path, string remedy)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new WorkflowFileException($"{path} cannot be read ({error.Message.TrimEnd('.')}). {remedy}", error);
        }
    }
}
