using System.Text.Json;
using RealTime.Processing;
using RealTime.Streams;

namespace SearchIndexing;

/// <summary>An event as it is found by search. Index and id depend on the event alone: written again, it overwrites itself.</summary>
/// <param name="Index">The stream and the event's own day, such as <c>telemetry-2026.11.26</c>.</param>
/// <param name="Id">The event's id.</param>
/// <param name="Source">The event's JSON object; with a <c>position</c> where it has one.</param>
/// <param name="Record">The stream record with the event.</param>
public sealed record SearchDocument(string Index, string Id, ReadOnlyMemory<byte> Source, StreamRecord Record)
{
    /// <returns>Null: the record is no event of the stream, and lies under <c>errors/</c> for the processor's reason.</returns>
    public static SearchDocument? Of(StreamDefinition stream, EventReader reader, StreamRecord record)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(record);

        var one = reader.Read(record.Data.Span, record.ArrivedAt) switch
        {
            EventReading.Accepted accepted => accepted.Event,
            EventReading.TooLate late => late.Event,
            _ => null,
        };
        return one is null
            ? null
            : new(
                SearchIndices.Of(stream, one.Time), one.Id, SourceOf(record, one.Place), record);
    }

    // _bulk needs the object on one line, in whatever form its sender wrote it.
    private static byte[] SourceOf(StreamRecord record, Place? place)
    {
        using var document = JsonDocument.Parse(record.Data);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var member in document.RootElement.EnumerateObject().Where(member => place is null || member.Name != "position"))
            {
                member.WriteTo(json);
            }

            if (place is { } there)
            {
                json.WriteStartObject("position");
                json.WriteNumber("lat", there.Latitude);
                json.WriteNumber("lon", there.Longitude);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
