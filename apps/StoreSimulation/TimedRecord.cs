namespace StoreSimulation;

/// <summary>A record that a producer puts on a stream.</summary>
/// <param name="SentAt">The time at which the record is sent, which may be later than the event.</param>
/// <param name="Stream"><c>telemetry</c> or <c>visits</c>.</param>
/// <param name="Json">One event, UTF-8.</param>
public sealed record TimedRecord(DateTimeOffset SentAt, string Stream, string PartitionKey, ReadOnlyMemory<byte> Json);
