using JsonValues;
using Local.Names;
using Local.Protocol;
using Workflow;

namespace Local.Firehose;

/// <summary>Firehose's operations, with its limits.</summary>
internal sealed class FirehoseOperations(DeliveryStreams streams, TimeProvider clock, Func<string> newId)
{
    // Bytes and numbers of the Firehose developer guide, "Amazon Data Firehose quota".
    private const int LargestRecord = 1_000 * 1024;
    private const int LargestBatch = 4 * 1024 * 1024;
    private const int MostRecords = 500;
    private const int MostListed = 10_000;

    private static readonly JsonObject Refused = JsonObject.Of(
        ("ErrorCode", "ServiceUnavailableException"), ("ErrorMessage", "Slow down."));

    private readonly DateTimeOffset created = clock.GetUtcNow();

    public async Task<JsonObject> PutAsync(JsonObject request, CancellationToken cancellation)
    {
        var stream = Target(request);
        var record = Data(request.Given("Record") ?? throw AwsException.Missing("record"), "record");
        return await stream.TakeAsync(Lines([record]))
            ? JsonObject.Of(("RecordId", newId()), ("Encrypted", false))
            : throw AwsException.SlowDown();
    }

    public async Task<JsonObject> PutBatchAsync(JsonObject request, CancellationToken cancellation)
    {
        var stream = Target(request);
        var sent = request["Records"] as JsonArray ?? throw AwsException.Missing("records");
        if (sent.Count is 0 or > MostRecords)
        {
            throw AwsException.Invalid("records", $"{sent.Count} records", sent.Count == 0
                ? "Member must have length greater than or equal to 1"
                : $"Member must have length less than or equal to {MostRecords}");
        }

        var records = sent.Select((record, i) => Data(record, $"records.{i + 1}.member")).ToList();
        if (records.Sum(record => (long)record.Length) > LargestBatch)
        {
            throw new AwsException("InvalidArgumentException", "Records size exceeds 4 MB limit");
        }

        // Halves, so that a buffer that is nearly full takes a part: each record is answered for by itself.
        var answers = new List<Json>(records.Count);
        var failed = 0;
        foreach (var part in records.Chunk((MostRecords + 1) / 2))
        {
            var isTaken = await stream.TakeAsync(Lines(part));
            failed += isTaken ? 0 : part.Length;
            foreach (var _ in part)
            {
                answers.Add(isTaken ? JsonObject.Of(("RecordId", newId())) : Refused);
            }
        }

        return JsonObject.Of(("FailedPutCount", failed), ("Encrypted", false), ("RequestResponses", JsonArray.Of(answers)));
    }

    public JsonObject Describe(JsonObject request)
    {
        var stream = streams.Get(request.Text("DeliveryStreamName"));
        var name = stream.Name;
        var table = WorkflowFiles.Tables.Single(table => table.Name == name);
        return JsonObject.Of(("DeliveryStreamDescription", JsonObject.OfPresent(
            ("DeliveryStreamName", name),
            ("DeliveryStreamARN", LocalAccount.Arn("firehose", $"deliverystream/{name}")),
            ("DeliveryStreamStatus", "ACTIVE"),
            ("DeliveryStreamType", IsFollower(name) ? "KinesisStreamAsSource" : "DirectPut"),
            ("VersionId", "1"),
            ("CreateTimestamp", created.Time()),
            ("Destinations", JsonArray.Of(JsonObject.Of(
                ("DestinationId", "destinationId-000000000001"),
                ("ExtendedS3DestinationDescription", Destination(table, stream.Interval))))),
            ("HasMoreDestinations", false),
            ("Source", IsFollower(name) ? Source(name) : null))));
    }

    public JsonObject List(JsonObject request)
    {
        var most = request.Count("Limit", 10, 1, MostListed);
        var after = request.TextOrNull("ExclusiveStartDeliveryStreamName") ?? "";
        var names = streams.Names.Where(name => string.CompareOrdinal(name, after) > 0).ToList();
        return JsonObject.Of(
            ("DeliveryStreamNames", JsonArray.Of(names.Take(most).Select(Json.Of))),
            ("HasMoreDeliveryStreams", names.Count > most));
    }

    // Its records come from the data stream of its name.
    private static bool IsFollower(string name) => WorkflowFiles.Streams.ContainsKey(name);

    private StreamBuffer Target(JsonObject request)
    {
        var stream = streams.Get(request.Text("DeliveryStreamName"));
        return IsFollower(stream.Name)
            ? throw new AwsException("InvalidArgumentException", "This operation is not permitted on KinesisStreamAsSource delivery stream type.")
            : stream;
    }

    private JsonObject Source(string name) => JsonObject.Of(("KinesisStreamSourceDescription", JsonObject.Of(
        ("KinesisStreamARN", LocalAccount.Arn("kinesis", $"stream/{name}")),
        ("RoleARN", LocalNames.RoleArn),
        ("DeliveryStartTimestamp", created.Time()))));

    private static JsonObject Destination(TableDefinition table, TimeSpan interval) => JsonObject.Of(
        ("RoleARN", LocalNames.RoleArn),
        ("BucketARN", LocalAccount.BucketArn(LocalNames.LakeBucket)),
        ("Prefix", LakeLayout.StreamPrefix(table)),
        ("ErrorOutputPrefix", LakeLayout.StreamErrorPrefix(table)),
        ("BufferingHints", JsonObject.Of(
            ("SizeInMBs", StreamBuffer.Size >> 20),
            ("IntervalInSeconds", (int)interval.TotalSeconds))),
        ("CompressionFormat", "UNCOMPRESSED"),
        ("EncryptionConfiguration", JsonObject.Of(("NoEncryptionConfig", "NoEncryption"))));

    private static byte[] Data(Json record, string place)
    {
        var text = (record as JsonObject)?.Text("Data") ?? throw AwsException.Missing($"{place}.data");
        var data = new byte[(text.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64String(text, data, out var length))
        {
            throw new AwsException("SerializationException", $"The member '{place}.data' should be base64.");
        }

        return length <= LargestRecord
            ? data[..length]
            : throw AwsException.Invalid($"{place}.data", $"{length} bytes", $"Member must have length less than or equal to {LargestRecord}");
    }

    // Firehose adds no line end; the local stream's records are lines.
    private static byte[] Lines(IEnumerable<byte[]> records)
    {
        using var lines = new MemoryStream();
        foreach (var record in records)
        {
            lines.Write(record);
            if (record is not [.., (byte)'\n'])
            {
                lines.WriteByte((byte)'\n');
            }
        }

        return lines.ToArray();
    }
}
