namespace Kinesis;

/// <summary>The settings of a stage's streams.</summary>
/// <param name="File">The SQLite file; made where there is none.</param>
/// <param name="Clock">Says when records arrive, and when they and their iterators expire.</param>
/// <param name="NewId">Makes the ids of event source mappings.</param>
public sealed record KinesisOptions(string File, TimeProvider Clock, Func<string> NewId)
{
    public string Account { get; init; } = "000000000000";

    public string Region { get; init; } = "us-east-1";

    /// <summary>The time for which a stream or mapping is CREATING, UPDATING or DELETING.</summary>
    public TimeSpan Settling { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>The size of the file, in bytes, from which on records are refused.</summary>
    public long MostBytes { get; init; } = 8L * 1024 * 1024 * 1024;

    /// <summary>Open shards of all streams.</summary>
    public int MostShards { get; init; } = 20_000;

    /// <summary>Records that are refused as if their shard had no room, whatever room it has; null: none.</summary>
    public Func<PutRecord, bool>? Refuses { get; init; }

    public string StreamArn(string stream) => $"arn:aws:kinesis:{Region}:{Account}:stream/{stream}";
}
