namespace Lake.DuckDb;

/// <summary>The resources of the machine that a database may use.</summary>
/// <param name="TemporaryFolder">The folder for work that does not fit into the memory.</param>
/// <param name="Folders">The folders whose files statements may read and write; nothing else on the machine is in reach. Empty: no file.</param>
/// <param name="Threads">Threads at work, or null for as many as there are processors.</param>
/// <param name="MemoryLimit">Such as <c>1GiB</c>.</param>
public sealed record DuckDbSettings(
    string TemporaryFolder,
    IReadOnlyList<string> Folders,
    int? Threads = null,
    string MemoryLimit = "1GiB")
{
    /// <summary>The database's file, made where there is none; null: a database in memory.</summary>
    public string? File { get; init; }

    /// <summary>Off where the order of rows means nothing: several threads then write at once, in bounded memory.</summary>
    public bool KeepOrder { get; init; } = true;

    /// <summary>Whether the quotient of integers is an integer as in Athena (7 / 2 is 3), or not, as in DuckDB (3.5).</summary>
    public bool WholeDivision { get; init; }

    /// <summary>The most that the temporary folder may take of the disk, in bytes; at most half of what is free there.</summary>
    public long MaxTemporaryBytes { get; init; } = 32L << 30;

    internal IEnumerable<(string Name, string Value)> Options()
    {
        yield return ("memory_limit", MemoryLimit);
        yield return ("temp_directory", TemporaryFolder);
        yield return ("max_temp_directory_size", $"{Math.Min(MaxTemporaryBytes, FreeBytes() / 2)}B");
        yield return ("preserve_insertion_order", KeepOrder ? "true" : "false");
        yield return ("integer_division", WholeDivision ? "true" : "false");
        if (Threads is { } threads)
        {
            yield return ("threads", $"{threads}");
        }
    }

    /// <summary>
    /// The statements that DuckDB accepts only once it is open: they forbid files outside the folders, and lock the
    /// settings.
    /// </summary>
    internal IEnumerable<string> Statements()
    {
        var folders = string.Join(", ", Folders.Select(folder => Sql.Literal(folder.TrimEnd('/', '\\') + "/")));

        // Times without a zone are UTC, whatever the machine's zone.
        yield return "SET GLOBAL TimeZone = 'UTC'";
        yield return $"SET allowed_directories = [{folders}]";
        yield return "SET enable_external_access = false";
        yield return "SET lock_configuration = true";
    }

    // A folder on a network may not say.
    private long FreeBytes()
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(TemporaryFolder)).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return long.MaxValue;
        }
    }
}
