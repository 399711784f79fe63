namespace StoreSimulation;

/// <summary>A record that a producer puts on a stream.</summary>
/// <param name="SentAt">When it is sent, which may be after what it tells of.</param>
/// <param name="Stream"><c>telemetry</c> or <c>visits</c>.</param>
/// <param name="Json">One event, UTF-8.</param>
public sealed record TimedRecord(DateTimeOffset SentAt, string Stream, string PartitionKey, ReadOnlyMemory<byte> Json);
