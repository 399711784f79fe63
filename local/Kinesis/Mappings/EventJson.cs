using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Kinesis.Shards;
using Kinesis.Store;
using Kinesis.Wire;

namespace Kinesis.Mappings;

/// <summary>Writes the event with which a function is called, and the report of a batch that was given up on.</summary>
internal sealed class EventJson(KinesisOptions options, MappingDocument mapping, Shard shard)
{
    /// <summary>Bytes of an event at most.</summary>
    public const int MostBytes = 6 * 1024 * 1024;

    // A generous size of a record besides its key and data.
    private const int Frame = 512;

    private readonly string streamArn = options.StreamArn(mapping.Stream);

    /// <summary>Bytes that a record takes in an event, at most.</summary>
    public static int SizeOf(Record record) => Frame + (6 * record.PartitionKey.Length) + ((record.Data.Length + 2) / 3 * 4);

    public string SequenceNumber(Record record) => shard.At(record.Index, record.Arrived / 1000).ToString();

    /// <param name="bytes">Where the event is written to.</param>
    /// <param name="window">The tumbling window; null: there are none.</param>
    public void Event(ArrayBufferWriter<byte> bytes, Batch batch, Window? window) => Write(bytes, json =>
    {
        WriteRecords(json, batch.Records);
        if (window is null)
        {
            return;
        }

        json.WriteStartObject("window");
        json.WriteString("start", Time(window.Start, "yyyy-MM-ddTHH:mm:ssZ"));
        json.WriteString("end", Time(window.End, "yyyy-MM-ddTHH:mm:ssZ"));
        json.WriteEndObject();
        json.WritePropertyName("state");
        json.WriteRawValue(window.State);
        json.WriteString("shardId", shard.Id);
        json.WriteString("eventSourceARN", streamArn);
        json.WriteBoolean("isFinalInvokeForWindow", batch.EndsWindow);
        json.WriteBoolean("isWindowTerminatedEarly", window.EndsEarly);
    });

    /// <param name="hasPayload">Whether the report contains the records.</param>
    public ReadOnlyMemory<byte> Failed(Batch batch, long now, bool hasPayload)
    {
        var bytes = new ArrayBufferWriter<byte>();
        Write(bytes, json => WriteFailed(json, batch, now, hasPayload));
        return bytes.WrittenMemory;
    }

    /// <summary>The object that a failure is told in, in a bucket.</summary>
    public string FailureKey(long now) =>
        $"aws/lambda/{mapping.Id}/{shard.Id}/{Time(now, "yyyy/MM/dd")}/{Time(now, "yyyy-MM-ddTHH.mm.ss")}-{options.NewId()}";

    public static string FunctionArn(KinesisOptions options, MappingDocument mapping) =>
        $"arn:aws:lambda:{options.Region}:{options.Account}:function:{mapping.Function}{(mapping.Qualifier is { } qualifier ? $":{qualifier}" : "")}";

    private void WriteFailed(Utf8JsonWriter json, Batch batch, long now, bool hasPayload)
    {
        var failure = batch.GivenUp!;
        json.WriteStartObject("requestContext");
        json.WriteString("requestId", options.NewId());
        json.WriteString("functionArn", FunctionArn(options, mapping));
        json.WriteString("condition", failure.Condition);
        json.WriteNumber("approximateInvokeCount", failure.Invocations);
        json.WriteEndObject();
        if (failure.Condition == "RetryAttemptsExhausted")
        {
            json.WriteStartObject("responseContext");
            json.WriteNumber("statusCode", 200);
            json.WriteString("executedVersion", "$LATEST");
            json.WriteString("functionError", failure.FunctionError);
            json.WriteEndObject();
        }

        json.WriteString("version", "1.0");
        json.WriteString("timestamp", Time(now, "yyyy-MM-ddTHH:mm:ss.fffZ"));
        json.WriteStartObject("KinesisBatchInfo");
        json.WriteString("shardId", shard.Id);
        json.WriteString("startSequenceNumber", SequenceNumber(batch.Records[0]));
        json.WriteString("endSequenceNumber", SequenceNumber(batch.Records[^1]));
        json.WriteString("approximateArrivalOfFirstRecord", Time(batch.Records[0].Arrived, "yyyy-MM-ddTHH:mm:ss.fffZ"));
        json.WriteString("approximateArrivalOfLastRecord", Time(batch.Records[^1].Arrived, "yyyy-MM-ddTHH:mm:ss.fffZ"));
        json.WriteNumber("batchSize", batch.Records.Count);
        json.WriteString("streamArn", streamArn);
        json.WriteEndObject();
        if (hasPayload)
        {
            json.WriteStartObject("payload");
            WriteRecords(json, batch.Records);
            json.WriteEndObject();
        }
    }

    private void WriteRecords(Utf8JsonWriter json, IReadOnlyList<Record> records)
    {
        json.WriteStartArray("Records");
        foreach (var record in records)
        {
            var number = SequenceNumber(record);
            json.WriteStartObject();
            json.WriteStartObject("kinesis");
            json.WriteString("kinesisSchemaVersion", "1.0");
            json.WriteString("partitionKey", record.PartitionKey);
            json.WriteString("sequenceNumber", number);
            json.WriteBase64String("data", record.Data.Span);
            json.WriteNumber("approximateArrivalTimestamp", decimal.Divide(record.Arrived, 1000) + 0.000m);
            json.WriteEndObject();
            json.WriteString("eventSource", "aws:kinesis");
            json.WriteString("eventVersion", "1.0");
            json.WriteString("eventID", $"{shard.Id}:{number}");
            json.WriteString("eventName", "aws:kinesis:record");
            json.WriteString("invokeIdentityArn", $"arn:aws:iam::{options.Account}:role/{mapping.Function}");
            json.WriteString("awsRegion", options.Region);
            json.WriteString("eventSourceARN", streamArn);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Time(long milliseconds, string format) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime.ToString(format, CultureInfo.InvariantCulture);

    private static void Write(ArrayBufferWriter<byte> bytes, Action<Utf8JsonWriter> members)
    {
        using var json = new Utf8JsonWriter(bytes, PlainJson.Writer);
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
    }
}
