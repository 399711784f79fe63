namespace Local.Storage;

/// <summary>A journal's first record.</summary>
internal sealed record JournalHeader(string Journal, int Format)
{
    public const int CurrentFormat = 1;

    /// <exception cref="JournalException">The file at the path is of another kind, or newer than this version.</exception>
    public void Check(string path, JournalHeader? found)
    {
        if (found?.Journal != Journal)
        {
            throw new JournalException($"'{path}' is no journal of {Journal}. Move it away, or restore the right file from a copy.");
        }

        if (found.Format > Format)
        {
            throw new JournalException(
                $"'{path}' has format {found.Format}, and this version reads up to {Format}. Use the newer version that wrote it.");
        }
    }
}
