using System.Globalization;

namespace Local.Storage;

/// <summary>
/// The folder that holds all that survives a run: the lake, executions, queues, the dispatch ledger, Athena's queries.
/// One process at a time has it open; dispose gives it back.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    // Raised when an older program could misread what this one writes.
    private const int Format = 1;

    private readonly FolderLock folderLock;

    private DataFolder(string root, FolderLock folderLock)
    {
        Root = root;
        this.folderLock = folderLock;
    }

    public string Root { get; }

    /// <summary>Whether the folder is still there, with the lock that this process holds.</summary>
    public bool IsThere => folderLock.IsThere;

    /// <summary>The folder of the buckets, one folder for each.</summary>
    public string S3 => Subfolder("s3");

    public string Executions => Subfolder("executions");

    public string StateMachines => Subfolder("state-machines");

    public string Activities => Subfolder("activities");

    public string Queues => Subfolder("queues");

    public string Ledger => Subfolder("ledger");

    /// <summary>Records that delivery streams have taken and not yet delivered.</summary>
    public string Streams => Subfolder("streams");

    /// <summary>The file of the Kinesis streams; SQLite keeps others beside it.</summary>
    public string KinesisFile => Path.Combine(Subfolder("kinesis"), "streams.db");

    /// <summary>The file of DynamoDB's tables; SQLite keeps others beside it.</summary>
    public string TablesFile => Path.Combine(Subfolder("dynamodb"), "tables.db");

    public string Athena => Subfolder("athena");

    /// <summary>The warehouse's database, and what is known of the statements it was asked.</summary>
    public string Warehouse => Subfolder("warehouse");

    /// <summary>Creates the folder where there is none, and takes it for this process.</summary>
    /// <exception cref="DataFolderException">It cannot be written, is in use, or was written by a newer version.</exception>
    public static DataFolder Open(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new DataFolderException("The data folder has no name. Name one with --data, or leave that out for '.local'.");
        }

        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (File.Exists(root))
        {
            throw new DataFolderException($"'{root}' is a file, not a data folder. Name another folder with --data.");
        }

        OwnFiles.Begin();
        try
        {
            OwnFiles.CreateFolder(root);
            return Prepare(root, FolderLock.Take(root));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderException(
                $"The data folder '{root}' cannot be written: {e.Message.TrimEnd('.')}. "
                + "Give this user write access to it, or name another folder with --data.",
                e);
        }
    }

    public void Dispose() => folderLock.Dispose();

    private static DataFolder Prepare(string root, FolderLock taken)
    {
        try
        {
            CheckFormat(root);
            RemoveUnfinishedWrites(root);
            return new DataFolder(root, taken);
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    private static void CheckFormat(string root)
    {
        var path = Path.Combine(root, "format");
        if (!File.Exists(path))
        {
            AtomicFile.Write(path, $"{Format}\n");
            return;
        }

        var text = File.ReadAllText(path).Trim();
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var format))
        {
            throw new DataFolderException(
                $"'{path}' should hold the number of the folder's format, and holds '{text}'. "
                + "Restore it from a copy, or name another folder with --data.");
        }

        if (format > Format)
        {
            throw new DataFolderException(
                $"The data folder '{root}' has format {format}, and this version reads up to {Format}. "
                + "Use the newer version that wrote it, or name another folder with --data.");
        }
    }

    // A process killed between writing a file and naming it leaves the file behind; of the lake's, all lie in one folder.
    private static void RemoveUnfinishedWrites(string root)
    {
        foreach (var folder in Directory.EnumerateDirectories(root).Where(folder => Path.GetFileName(folder) != "s3").Append(root))
        {
            // A link leads elsewhere, or back.
            var options = new EnumerationOptions { RecurseSubdirectories = folder != root, AttributesToSkip = FileAttributes.ReparsePoint };
            var leftovers = Path.GetFileName(folder) == "tmp" ? "*" : "*" + AtomicFile.Unfinished;
            foreach (var leftover in Directory.EnumerateFiles(folder, leftovers, options))
            {
                File.Delete(leftover);
            }

            // Processes that ran queries had a folder each there.
            foreach (var left in Path.GetFileName(folder) == "tmp" ? Directory.EnumerateDirectories(folder) : [])
            {
                Directory.Delete(left, recursive: true);
            }
        }
    }

    private string Subfolder(string name) => OwnFiles.CreateFolder(Path.Combine(Root, name));
}
