namespace RecordStreaming;

/// <summary>One record of a Firehose stream.</summary>
/// <param name="Data">JSON documents, each closed by a line feed, because Firehose adds none.</param>
/// <param name="Documents">How many of them.</param>
public sealed record StreamRecord(ReadOnlyMemory<byte> Data, int Documents);
