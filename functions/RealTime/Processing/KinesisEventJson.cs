using System.Text.Json;

namespace RealTime.Processing;

/// <summary>The event that Lambda's poller of a Kinesis stream hands to a function, and the answer that it takes.</summary>
public static class KinesisEventJson
{
    /// <exception cref="FormatException">It is no such event; the message says what is missing.</exception>
    public static IReadOnlyList<StreamRecord> Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return [.. document.RootElement.GetProperty("Records").EnumerateArray().Select(Read)];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new FormatException($"The event is not one of a Kinesis stream: {error.Message}", error);
        }
    }

    /// <param name="failedFrom">The sequence number from which on the records must come again; null: the batch is done.</param>
    public static byte[] Answer(string? failedFrom)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("batchItemFailures");
            if (failedFrom is not null)
            {
                json.WriteStartObject();
                json.WriteString("itemIdentifier", failedFrom);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <param name="arn"><c>arn:aws:kinesis:eu-west-1:123456789012:stream/telemetry</c>.</param>
    public static string StreamOf(string arn)
    {
        ArgumentNullException.ThrowIfNull(arn);
        return arn[(arn.LastIndexOf('/') + 1)..];
    }

    /// <param name="eventId"><c>shardId-000000000000:</c> and the sequence number.</param>
    public static string ShardOf(string eventId)
    {
        ArgumentNullException.ThrowIfNull(eventId);
        return eventId.Split(':')[0];
    }

    private static StreamRecord Read(JsonElement record)
    {
        var kinesis = record.GetProperty("kinesis");
        return new(
            StreamOf(record.GetProperty("eventSourceARN").GetString()!),
            ShardOf(record.GetProperty("eventID").GetString()!),
            kinesis.GetProperty("sequenceNumber").GetString()!,
            kinesis.GetProperty("partitionKey").GetString()!,
            DateTimeOffset.FromUnixTimeMilliseconds((long)(kinesis.GetProperty("approximateArrivalTimestamp").GetDecimal() * 1000)),
            kinesis.GetProperty("data").GetBytesFromBase64());
    }
}
