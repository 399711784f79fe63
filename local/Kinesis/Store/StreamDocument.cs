using System.Text.Json.Serialization;
using Kinesis.Shards;

namespace Kinesis.Store;

/// <summary>Everything that is kept of a stream except its records.</summary>
/// <param name="Key">Names it among the streams that the stage ever had.</param>
/// <param name="Created">Milliseconds since 1970.</param>
internal sealed record StreamDocument(string Name, long Key, long Created)
{
    /// <summary>The status, as DescribeStream shows it.</summary>
    public string Status { get; init; } = "CREATING";

    public bool IsOnDemand { get; init; }

    public int RetentionHours { get; init; } = 24;

    public int MaxRecordKiB { get; init; } = 1024;

    /// <summary>The shards by number, without those that have expired.</summary>
    public IReadOnlyList<Shard> Shards { get; init; } = [];

    /// <summary>The number of shards that the stream ever had.</summary>
    public int ShardsMade { get; init; }

    public SortedDictionary<string, string> Tags { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The change that takes effect when the stream has settled; null when none is due.</summary>
    public PendingChange? Pending { get; init; }

    /// <summary>The times of calls of UpdateShardCount in the last day, in milliseconds since 1970.</summary>
    public IReadOnlyList<long> CountUpdates { get; init; } = [];

    [JsonIgnore]
    public bool TakesRecords => Status is "ACTIVE" or "UPDATING";

    [JsonIgnore]
    public long RetentionMilliseconds => RetentionHours * 3_600_000L;

    /// <summary>The key of a shard, or of the counter of five shards: unlike that of every other stream's.</summary>
    public long KeyOf(int number) => (Key * MostShards) + number;

    /// <summary>The keys of all that is the stream's.</summary>
    [JsonIgnore]
    public (long First, long Last) Keys => (KeyOf(0), KeyOf(MostShards - 1));

    private const int MostShards = 1_000_000;
}

/// <summary>A change of a stream that takes a while.</summary>
/// <param name="Due">Milliseconds since 1970.</param>
internal sealed record PendingChange(long Due, ChangeKind Kind)
{
    public int Shard { get; init; }

    public int Adjacent { get; init; }

    public UInt128 HashKey { get; init; }

    public int Count { get; init; }
}

internal enum ChangeKind
{
    Create,
    Delete,
    Split,
    Merge,
    Count,
    Mode,
}

[JsonSerializable(typeof(StreamDocument))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
internal sealed partial class StoreJson : JsonSerializerContext;
