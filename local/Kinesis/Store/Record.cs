namespace Kinesis.Store;

/// <summary>A record of a shard.</summary>
/// <param name="Index">The place of the record in the shard.</param>
/// <param name="Arrived">Milliseconds since 1970.</param>
internal sealed record Record(long Index, long Arrived, string PartitionKey, ReadOnlyMemory<byte> Data);

/// <summary>A record that a shard has taken and that is not on the disk yet.</summary>
/// <param name="Shard">The shard's key.</param>
internal sealed record TakenRecord(long Shard, Record Record);
