using Microsoft.Data.Sqlite;

namespace Kinesis;

/// <summary>The streams' file cannot be read or written; the message says why and what to do.</summary>
public sealed class KinesisStoreException(string message, Exception inner) : IOException(message, inner)
{
    // SQLite's codes of a file that is not one of its own, or not any more.
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    /// <param name="path">The file.</param>
    /// <param name="what">The action that failed, as a participle: opened, read, written.</param>
    /// <param name="error">The cause: an error of SQLite, or of a value that it gave.</param>
    internal static KinesisStoreException Of(string path, string what, Exception error) => new(
        $"'{path}' cannot be {what}: {error.Message} " + (error is not SqliteException { SqliteErrorCode: not (Corrupt or NotADatabase) } || what == "opened"
            ? "Restore it from a copy, or delete it (with its -wal and -shm) to lose the streams."
            : "Make room, then try again."),
        error);
}
