namespace Local.Storage;

/// <summary>The data folder cannot be used; the message is a sentence for the user, with place and remedy.</summary>
internal sealed class DataFolderException : Exception
{
    public DataFolderException(string message) : base(message) { }

    public DataFolderException(string message, Exception? cause) : base(message, cause) { }
}
