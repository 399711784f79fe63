using Workflow;

namespace Lake.Athena;

/// <summary>The lake that queries see, and what they may use of the machine.</summary>
/// <param name="Bucket">The lake's bucket.</param>
/// <param name="Database">The database the tables are in.</param>
/// <param name="Tables">The tables.</param>
public sealed record AthenaOptions(string Bucket, string Database, IReadOnlyList<TableDefinition> Tables)
{
    /// <summary>The memory of each query. low-stock.sql needs 1.3 GB for five million lines (a product in a store).</summary>
    public string MemoryLimit { get; init; } = "1536MiB";

    /// <summary>The threads of each query; null: as many as there are processors.</summary>
    public int? Threads { get; init; }

    /// <summary>The most that a query may put on the disk while it runs, in bytes.</summary>
    public long MaxTemporaryBytes { get; init; } = 32L << 30;

    /// <summary>The time that a query may run. The default of 30 minutes is AWS's default DML query timeout.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// The bytes that a query of a workgroup may read before it is cancelled, by the workgroup's name; other workgroups
    /// have no limit.
    /// </summary>
    public Dictionary<string, long> ScanLimits { get; init; } = [];

    /// <summary>
    /// The time in which a stopped query has to end; after it nobody waits for the query, and its result is dropped.
    /// </summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Queries at once; more wait in state QUEUED.</summary>
    public int ConcurrentQueries { get; init; } = 2;

    /// <summary>Queries that wait or run; more are refused. As many as AWS allows an account in us-east-1.</summary>
    public int ActiveQueries { get; init; } = 200;
}
