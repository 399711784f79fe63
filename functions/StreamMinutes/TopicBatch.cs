using System.Text.Json.Serialization;
using RealTime.Processing;

namespace StreamMinutes;

/// <summary>What Lambda's poller of a Kafka topic hands over: the records of each partition, by its name.</summary>
/// <remarks>
/// Shape: AWS Lambda Developer Guide, "Using Lambda with Amazon MSK", example event. Keys and values are base64, which the
/// serializer reads as bytes.
/// </remarks>
public sealed record TopicBatch([property: JsonPropertyName("records")] IReadOnlyDictionary<string, IReadOnlyList<TopicRecord>> Records);

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
    internal StreamRecord ToStream() => KafkaRecord.Of(Topic, Partition, Offset, Timestamp, Key, Value);
}

/// <summary>Which records must come again. In a Kafka batch an identifier is a partition's name and an offset.</summary>
/// <remarks>AWS Lambda Developer Guide, "Configuring error handling controls for Kafka event sources", partial batch response.</remarks>
public sealed record TopicAnswer([property: JsonPropertyName("batchItemFailures")] IReadOnlyList<TopicFailure> BatchItemFailures);

public sealed record TopicFailure([property: JsonPropertyName("itemIdentifier")] TopicPlace ItemIdentifier);

/// <param name="Partition">With the topic's name, such as <c>telemetry-0</c>.</param>
public sealed record TopicPlace(
    [property: JsonPropertyName("partition")] string Partition, [property: JsonPropertyName("offset")] long Offset);
