using System.Globalization;
using System.Text.Json.Serialization;
using RealTime.Processing;

namespace StreamBatches;

/// <summary>The input from Lambda's poller of a Kafka topic: the records of each partition, by its name.</summary>
/// <remarks>
/// Shape: AWS Lambda Developer Guide, "Using Lambda with Amazon MSK", example event. Keys and values are base64, which the
/// serializer reads as bytes.
/// </remarks>
public sealed record TopicBatch([property: JsonPropertyName("records")] IReadOnlyDictionary<string, IReadOnlyList<TopicRecord>> Records)
{
    /// <summary>The records of all partitions; those of one partition in their order.</summary>
    public IReadOnlyList<StreamRecord> ToStream() => [.. Records.Values.SelectMany(partition => partition).Select(record => record.ToStream())];
}

/// <param name="Timestamp">Milliseconds since 1970.</param>
/// <param name="Key">Null: it has none.</param>
/// <param name="Value">Null: it has none.</param>
public sealed record TopicRecord(
    [property: JsonPropertyName("topic")] string Topic,
    [property: JsonPropertyName("partition")] int Partition,
    [property: JsonPropertyName("offset")] long Offset,
    [property: JsonPropertyName("timestamp")] long Timestamp,
    [property: JsonPropertyName("key")] byte[]? Key,
    [property: JsonPropertyName("value")] byte[]? Value)
{
    /// <summary>The record as one of a stream: its partition is the shard, its offset the sequence number.</summary>
    public StreamRecord ToStream() => KafkaRecord.Of(Topic, Partition, Offset, Timestamp, Key, Value);
}

/// <summary>The records that must come again. In a Kafka batch an identifier is a partition's name and an offset.</summary>
/// <remarks>AWS Lambda Developer Guide, "Configuring error handling controls for Kafka event sources", partial batch response.</remarks>
public sealed record TopicAnswer([property: JsonPropertyName("batchItemFailures")] IReadOnlyList<TopicFailure> BatchItemFailures)
{
    /// <param name="again">Records of the topic that must come again.</param>
    public static TopicAnswer Of(IEnumerable<StreamRecord> again) => new(
        [.. again.Select(record => new TopicFailure(new(record.ShardId, long.Parse(record.SequenceNumber, CultureInfo.InvariantCulture))))]);
}

public sealed record TopicFailure([property: JsonPropertyName("itemIdentifier")] TopicPlace ItemIdentifier);

/// <param name="Partition">The partition with the topic's name, such as <c>telemetry-0</c>.</param>
public sealed record TopicPlace(
    [property: JsonPropertyName("partition")] string Partition, [property: JsonPropertyName("offset")] long Offset);
