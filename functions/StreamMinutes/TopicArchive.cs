using System.Text.Json;
using RecordStreaming;

namespace StreamMinutes;

/// <summary>A topic's events on their way into the lake, through a Firehose stream, for which nothing else follows a topic.</summary>
internal sealed class TopicArchive(RecordSender sender)
{
    /// <summary>Several events go in a record, so that one that is no JSON object would spoil the others: those lie under <c>errors/</c> already.</summary>
    /// <exception cref="RecordsRefusedException">The stream refused some in every attempt.</exception>
    public async Task KeepAsync(IEnumerable<RealTime.Processing.StreamRecord> records, CancellationToken cancellation = default)
    {
        var documents = records
            .Where(record => record.Data.Length <= RecordPacking.LongestDocument && IsObject(record.Data.Span))
            .Select(record => record.Data);
        await foreach (var call in documents.ToAsyncEnumerable().ToRecords(cancellation).ToCalls(cancellation))
        {
            await sender.SendAsync(call, cancellation);
        }
    }

    private static bool IsObject(ReadOnlySpan<byte> data)
    {
        var json = new Utf8JsonReader(data);
        try
        {
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            json.Skip();
            return !json.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
