namespace Lake.DuckDb;

/// <summary>Counts the bytes of a row's texts and lists while they are read, and ends a row that has too many.</summary>
internal sealed class RowSize
{
    /// <summary>The bytes of the largest row that Athena takes: 32 MB ("Other limitations" of the user guide).</summary>
    public const long Most = 32 << 20;

    private long bytes;

    public void Start() => bytes = 0;

    /// <exception cref="DuckDbException">The row has too many.</exception>
    public void Add(long more)
    {
        bytes = more > Most ? more : bytes + more;
        if (bytes > Most)
        {
            throw new DuckDbException(DuckDbException.RowTooLarge, "A row of the result has more than 32 MB, the most that Athena takes.");
        }
    }
}
