using Lake.S3;

namespace Lake.Athena;

/// <summary>The place for the files of an UNLOAD.</summary>
public static class UnloadTarget
{
    /// <returns>A prefix with its slash; null where the text is no UNLOAD that could have run.</returns>
    public static S3Uri? Of(string statement)
    {
        try
        {
            return StatementForm.Of(SqlText.Read(statement)).Unload?.Target;
        }
        catch (AthenaException)
        {
            return null;
        }
    }

    /// <summary>Whether a data file belongs to a query: Athena ends the file's name with the query's id.</summary>
    public static bool IsWrittenBy(string queryExecutionId, S3Uri file)
    {
        var name = file.Key[(file.Key.LastIndexOf('/') + 1)..];
        return Path.GetFileNameWithoutExtension(name).EndsWith($"_{queryExecutionId}", StringComparison.Ordinal);
    }
}
