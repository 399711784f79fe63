namespace RecordStreaming;

/// <summary>One record of a stream.</summary>
/// <param name="Data">JSON documents, each closed by a line feed where several may share a record, because Firehose adds none.</param>
/// <param name="Documents">The number of documents in the record.</param>
public sealed record StreamRecord(ReadOnlyMemory<byte> Data, int Documents)
{
    /// <summary>
    /// The key that decides the shard of a Kinesis stream, and the records with which this one keeps its order; Firehose
    /// has none.
    /// </summary>
    public string PartitionKey { get; init; } = "";
}
