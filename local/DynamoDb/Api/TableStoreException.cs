using Microsoft.Data.Sqlite;

namespace DynamoDb;

/// <summary>The file of the tables cannot be used; the message names it and the remedy.</summary>
public sealed class TableStoreException : IOException
{
    // SQLite's codes of a file that is not one of its own, or not any more.
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    /// <param name="file">The file.</param>
    /// <param name="what">The action that failed, as a participle: opened, used.</param>
    /// <param name="error">The cause.</param>
    internal TableStoreException(string file, string what, SqliteException error)
        : base(
            $"'{file}' cannot be {what}: {error.Message} " + (error.SqliteErrorCode is Corrupt or NotADatabase || what == "opened"
                ? "Restore it from a copy, or delete it (with its -wal and -shm) to lose the tables."
                : "Make room, then try again."),
            error)
    {
    }
}
