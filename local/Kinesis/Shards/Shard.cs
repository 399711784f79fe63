using System.Text.Json.Serialization;

namespace Kinesis.Shards;

/// <summary>A shard of a stream: a range of hash keys for as long as it is open.</summary>
/// <param name="Number">The number of the shard among those that the stream ever had.</param>
/// <param name="Created">Second since 1970; of children, one after their parents were closed.</param>
internal sealed record Shard(int Number, UInt128 First, UInt128 Last, long Created)
{
    public int? Parent { get; init; }

    public int? AdjacentParent { get; init; }

    /// <summary>Second since 1970 in which it was split or merged; null: it is open.</summary>
    public long? Closed { get; init; }

    [JsonIgnore]
    public bool IsOpen => Closed is null;

    [JsonIgnore]
    public string Id => ShardId.Of(Number);

    [JsonIgnore]
    public string StartingSequenceNumber => At(0, Created).ToString();

    [JsonIgnore]
    public string? EndingSequenceNumber => Closed is { } second ? At(SequenceNumber.LastIndex, second).ToString() : null;

    public SequenceNumber At(long index, long second) => new(Created, index, second, Number);

    public bool IsChildOf(int parent) => Parent == parent || AdjacentParent == parent;
}
