namespace RealTime.Processing;

/// <summary>A record of a stream, as the event source mapping hands it over.</summary>
/// <param name="Stream">The stream's name as it was deployed.</param>
/// <param name="ArrivedAt">The time at which the stream took the record; the same at each delivery.</param>
public sealed record StreamRecord(
    string Stream,
    string ShardId,
    string SequenceNumber,
    string PartitionKey,
    DateTimeOffset ArrivedAt,
    ReadOnlyMemory<byte> Data);
