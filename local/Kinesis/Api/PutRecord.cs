namespace Kinesis;

/// <summary>A record that a producer sends.</summary>
/// <param name="ExplicitHashKey">The hash key that takes the place of the partition key's MD5; null for the MD5.</param>
public sealed record PutRecord(string PartitionKey, ReadOnlyMemory<byte> Data, string? ExplicitHashKey = null);

/// <summary>The outcome of one record.</summary>
/// <param name="ShardId">Null where it was refused.</param>
/// <param name="SequenceNumber">Null where it was refused.</param>
/// <param name="ErrorCode">Null where it was taken.</param>
public sealed record PutOutcome(string? ShardId, string? SequenceNumber, string? ErrorCode = null, string? ErrorMessage = null);
