namespace Local.Firehose;

/// <summary>Records that were taken together; what the stream's journal says.</summary>
/// <param name="Lines">The records as they were sent, each on a line of its own.</param>
internal sealed record TakenRecords(DateTimeOffset Arrival, byte[] Lines);
