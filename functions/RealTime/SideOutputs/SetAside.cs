using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using RealTime.Minutes;
using RealTime.Processing;
using RealTime.Streams;

namespace RealTime.SideOutputs;

/// <summary>A record that was not counted, with the reason. Nothing is dropped in silence.</summary>
/// <param name="Path">
/// The place of the record, the same whenever it is set aside again: a refused record lies by its place in the stream,
/// under the day of its arrival; a late event by its id, under its own day, so that its repetitions lie there once.
/// </param>
public sealed record SetAside(string Path, SetAsideKind Kind, string Reason, StreamRecord Record)
{
    private const int NameBytes = 16;

    public static SetAside Refused(StreamDefinition stream, StreamRecord record, string reason)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(record);

        return new(
            $"errors/{stream.Name}/dt={Day(record.ArrivedAt)}/{record.ShardId}-{record.SequenceNumber}.json", SetAsideKind.Refused, reason, record);
    }

    public static SetAside Late(StreamDefinition stream, StreamRecord record, StreamEvent late, string reason)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(late);

        // An id names an event of a key's minute: another key may use the same one.
        var identity = Encoding.UTF8.GetBytes($"{late.Key}\n{MinuteKey.Text(late.Minute)}\n{late.Id}");
        var name = Convert.ToHexStringLower(SHA256.HashData(identity).AsSpan(0, NameBytes));
        return new($"late/{stream.Name}/dt={Day(late.Time)}/{name}.json", SetAsideKind.Late, reason, record);
    }

    /// <summary>The document at the path: where the record came from, why it was set aside, and its bytes.</summary>
    /// <remarks><c>payload</c> is the record's text; <c>payload_base64</c> stands in its place where it is not UTF-8.</remarks>
    public byte[] ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("kind", Kind == SetAsideKind.Late ? "late" : "refused");
            json.WriteString("reason", Reason);
            json.WriteString("stream", Record.Stream);
            json.WriteString("shard_id", Record.ShardId);
            json.WriteString("sequence_number", Record.SequenceNumber);
            json.WriteString("partition_key", Record.PartitionKey);
            json.WriteString("arrived_at", Record.ArrivedAt.UtcDateTime);
            if (Utf8.IsValid(Record.Data.Span))
            {
                json.WriteString("payload", Record.Data.Span);
            }
            else
            {
                json.WriteBase64String("payload_base64", Record.Data.Span);
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

public enum SetAsideKind
{
    Refused,
    Late,
}
