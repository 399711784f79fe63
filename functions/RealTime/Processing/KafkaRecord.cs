using System.Globalization;
using System.Text;

namespace RealTime.Processing;

/// <summary>
/// Turns a record of a Kafka topic into one of a stream: a partition becomes a shard, an offset a sequence number.
/// </summary>
public static class KafkaRecord
{
    /// <param name="timestamp">
    /// Milliseconds since 1970. A topic with <c>message.timestamp.type=LogAppendTime</c> has the broker's, the record's
    /// arrival; otherwise it is the producer's, and an event is as old as its producer says.
    /// </param>
    /// <param name="key">UTF-8; null: the record has none.</param>
    /// <param name="value">Null, where the record has none (a tombstone): it will be refused.</param>
    public static StreamRecord Of(string topic, int partition, long offset, long timestamp, byte[]? key, byte[]? value) => new(
        topic,
        ShardOf(topic, partition),
        offset.ToString(CultureInfo.InvariantCulture),
        key is null ? "" : Encoding.UTF8.GetString(key),
        DateTimeOffset.FromUnixTimeMilliseconds(timestamp),
        value ?? []);

    /// <summary>The name of a partition as Kafka and Lambda write it: <c>telemetry-0</c>.</summary>
    public static string ShardOf(string topic, int partition) => string.Create(CultureInfo.InvariantCulture, $"{topic}-{partition}");
}
