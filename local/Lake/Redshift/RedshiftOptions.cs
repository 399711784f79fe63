namespace Lake.Redshift;

/// <summary>The warehouse on this machine, and what it may use of it.</summary>
/// <param name="File">The path of the database, which is created when it is first used.</param>
/// <param name="ResultFolder">The folder for results, which exists.</param>
public sealed record RedshiftOptions(string File, string ResultFolder)
{
    public string MemoryLimit { get; init; } = "1GiB";

    /// <summary>Null: as many as there are processors.</summary>
    public int? Threads { get; init; }

    /// <summary>The most that a result may have, in bytes. At AWS it is 500 MB ("Troubleshooting issues for Amazon Redshift Data API").</summary>
    public long MaxResultBytes { get; init; } = 500L * 1024 * 1024;

    /// <summary>The most that a row of a result may have, in bytes; from the same page.</summary>
    public int MaxRowBytes { get; init; } = 64 * 1024;
}
