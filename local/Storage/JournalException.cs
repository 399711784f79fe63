namespace Local.Storage;

/// <summary>A journal cannot be read or written; the message says which, where, and what to do.</summary>
internal sealed class JournalException : Exception
{
    public JournalException(string message) : base(message) { }

    public JournalException(string message, Exception cause) : base(message, cause) { }
}
