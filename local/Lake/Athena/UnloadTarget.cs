using Lake.S3;

namespace Lake.Athena;

/// <summary>Where the files of an UNLOAD go.</summary>
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
}
