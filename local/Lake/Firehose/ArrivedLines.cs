namespace Lake.Firehose;

/// <summary>Records that arrived together.</summary>
/// <param name="Arrival">The time of arrival, which decides the partition.</param>
/// <param name="Lines">JSON Lines, the last with or without its line end. Not changed by the reader, and not to be changed while it is read.</param>
public readonly record struct ArrivedLines(DateTimeOffset Arrival, ReadOnlyMemory<byte> Lines);
