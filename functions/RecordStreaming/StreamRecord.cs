namespace RecordStreaming;

/// <summary>One record of a stream.</summary>
/// <param name="Data">JSON documents, each closed by a line feed where several may share a record, because Firehose adds none.</param>
/// <param name="Documents">How many of them.</param>
public sealed record StreamRecord(ReadOnlyMemory<byte> Data, int Documents)
{
    /// <summary>Which shard of a Kinesis stream it belongs to, and which records it keeps its order with; Firehose has none.</summary>
    public string PartitionKey { get; init; } = "";
}
