using System.Buffers;
using System.Text.Json;
using JsonValues;
using Lake.S3;

namespace Lake.Firehose;

/// <summary>
/// The error output of a delivery stream: a JSON document for each record it could not convert, with the record itself in
/// base64 (Firehose developer guide, "Handling errors for data format conversion"). What is known beyond that stands under
/// <c>local</c>: the line, the reason that is counted, and what is wrong in words.
/// </summary>
/// <remarks>
/// A record is a JSON document here. On AWS it is what a producer sent as one, all of whose documents are refused when one
/// is, and there are <c>sequenceNumber</c>, where the source is a data stream, and <c>dataCatalogTable</c>.
/// </remarks>
internal sealed class RefusedRecords(S3Upload upload, Func<DateTimeOffset, S3Uri> name) : IDisposable
{
    private readonly SortedDictionary<string, long> byReason = new(StringComparer.Ordinal);
    private readonly ArrayBufferWriter<byte> buffer = new();
    private readonly List<RefusedRecord> first = [];
    private FileStream? file;

    public IReadOnlyDictionary<string, long> ByReason => byReason;

    /// <summary>The first of them.</summary>
    public IReadOnlyList<RefusedRecord> First => first;

    public long Count => byReason.Values.Sum();

    public void Add(Refusal refusal, ReadOnlySpan<byte> record, long line, DateTimeOffset arrival)
    {
        byReason[refusal.Reason] = byReason.GetValueOrDefault(refusal.Reason) + 1;
        if (first.Count < IngestResult.FirstShown)
        {
            first.Add(new(line, refusal.Message, refusal.Expected));
        }

        file ??= File.Create(upload.Add(name(arrival)));

        buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(buffer, PlainJson.Writer))
        {
            json.WriteStartObject();
            json.WriteNumber("attemptsMade", 1);
            json.WriteNumber("arrivalTimestamp", arrival.ToUnixTimeMilliseconds());
            json.WriteString("lastErrorCode", refusal.Code);
            json.WriteString("lastErrorMessage", refusal.StreamMessage);
            json.WriteNumber("attemptEndingTimestamp", arrival.ToUnixTimeMilliseconds());
            json.WriteBase64String("rawData", record);
            json.WriteStartObject("local");
            json.WriteNumber("line", line);
            json.WriteString("reason", refusal.Reason);
            json.WriteString("message", refusal.Message);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        file.Write(buffer.WrittenSpan);
        file.WriteByte((byte)'\n');
    }

    public void Dispose() => file?.Dispose();
}
