using System.Buffers;
using System.Text.Json;
using Kinesis.Operations;
using Kinesis.Store;
using Kinesis.Wire;
using Microsoft.Data.Sqlite;

namespace Kinesis;

/// <summary>Amazon Kinesis Data Streams on one machine: durable streams, and the operations of the JSON API on them. Thread-safe.</summary>
public sealed class KinesisService : IAsyncDisposable
{
    /// <summary>The beginning of the names of operations in <c>X-Amz-Target</c>.</summary>
    public const string Target = "Kinesis_20131202";

    private readonly StreamStore store;
    private readonly Dictionary<string, Operation> operations;

    private KinesisService(KinesisOptions options, RecordFile file)
    {
        File = file;
        store = new(options, file);
        var streams = new StreamOperations(store);
        var shards = new ShardOperations(store);
        var records = new RecordOperations(store);
        var tags = new TagOperations(store);
        operations = new()
        {
            ["AddTagsToStream"] = Silent(Shapes.AddTagsToStream, tags.AddAsync),
            ["CreateStream"] = Silent(Shapes.CreateStream, streams.CreateAsync),
            ["DecreaseStreamRetentionPeriod"] = Silent(Shapes.Retention, streams.DecreaseRetentionAsync),
            ["DeleteStream"] = Silent(Shapes.Stream, streams.DeleteAsync),
            ["DescribeLimits"] = Now(Shapes.Nothing, (_, json) => streams.DescribeLimits(json)),
            ["DescribeStream"] = Now(Shapes.DescribeStream, streams.Describe),
            ["DescribeStreamSummary"] = Now(Shapes.Stream, streams.Summarize),
            ["GetRecords"] = Now(Shapes.GetRecords, records.Get),
            ["GetShardIterator"] = Now(Shapes.GetShardIterator, records.GetIterator),
            ["IncreaseStreamRetentionPeriod"] = Silent(Shapes.Retention, streams.IncreaseRetentionAsync),
            ["ListShards"] = Now(Shapes.ListShards, shards.List),
            ["ListStreams"] = Now(Shapes.ListStreams, streams.List),
            ["ListTagsForStream"] = Now(Shapes.ListTagsForStream, tags.List),
            ["MergeShards"] = Silent(Shapes.MergeShards, shards.MergeAsync),
            ["PutRecord"] = new(Shapes.PutRecord, records.PutAsync),
            ["PutRecords"] = new(Shapes.PutRecords, records.PutManyAsync),
            ["RemoveTagsFromStream"] = Silent(Shapes.RemoveTagsFromStream, tags.RemoveAsync),
            ["SplitShard"] = Silent(Shapes.SplitShard, shards.SplitAsync),
            ["UpdateMaxRecordSize"] = Silent(Shapes.UpdateMaxRecordSize, streams.UpdateMaxRecordSizeAsync),
            ["UpdateShardCount"] = new(Shapes.UpdateShardCount, shards.UpdateCountAsync),
            ["UpdateStreamMode"] = Silent(Shapes.UpdateStreamMode, streams.UpdateModeAsync),
        };
    }

    public IReadOnlyCollection<string> Operations => operations.Keys;

    /// <summary>Bytes that the streams take on the disk.</summary>
    public long Size => File.Size;

    public KinesisOptions Options => store.Options;

    /// <summary>Lifts the limits of a shard: records and bytes a second, calls of GetRecords.</summary>
    public bool IsUnlimited
    {
        get => store.IsUnlimited;
        set => store.IsUnlimited = value;
    }

    internal RecordFile File { get; }

    internal StreamStore Store => store;

    /// <exception cref="KinesisStoreException">The file is damaged or cannot be written.</exception>
    public static KinesisService Open(KinesisOptions options)
    {
        var file = RecordFile.Open(options.File);
        try
        {
            return new(options, file);
        }
        catch (Exception error) when (error is SqliteException or JsonException)
        {
            // Nothing is being written yet, so that there is nothing to wait for.
            file.DisposeAsync().AsTask().GetAwaiter().GetResult();
            throw new KinesisStoreException(
                $"'{options.File}' is damaged: {error.Message} Restore it from a copy, or move it away (with its -wal and -shm) to start without the streams.",
                error);
        }
    }

    /// <summary>Runs an operation.</summary>
    /// <param name="operation">The operation's name, one of <see cref="Operations"/>.</param>
    /// <param name="request">The request's body, a JSON object.</param>
    /// <returns>The answer's body; empty where AWS answers nothing.</returns>
    /// <exception cref="KinesisException">The request is refused.</exception>
    public async Task<ReadOnlyMemory<byte>> InvokeAsync(string operation, ReadOnlyMemory<byte> request)
    {
        using var parsed = Parse(request);
        var (shape, run, answers) = operations[operation];
        Types.Check(parsed.RootElement, shape);
        Constraints.Check(parsed.RootElement, shape);
        var answer = new ArrayBufferWriter<byte>();
        await using var json = new Utf8JsonWriter(answer, PlainJson.Writer);
        json.WriteStartObject();
        await run(parsed.RootElement, json);
        json.WriteEndObject();
        await json.FlushAsync();
        return answers ? answer.WrittenMemory : ReadOnlyMemory<byte>.Empty;
    }

    /// <summary>Makes a stream where there is none of its name; it takes records at once.</summary>
    public Task EnsureStreamAsync(string name, int shards, int retentionHours) => store.Find(name) is not null
        ? Task.CompletedTask
        : store.CreateAsync(new(name, 0, store.Now - StreamOperations.Backdated) { RetentionHours = retentionHours }, shards, store.Now);

    /// <summary>Puts records, as PutRecords does.</summary>
    /// <exception cref="KinesisException">The request as a whole is refused.</exception>
    public Task<IReadOnlyList<PutOutcome>> PutAsync(string stream, IReadOnlyList<PutRecord> records) => store.PutAsync(stream, records);

    public bool HasStream(string name) => store.Find(name) is not null;

    /// <summary>The number of records that a stream has taken since it was made; 0 when no stream has the name.</summary>
    public long TakenBy(string stream) => store.TakenBy(stream);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private static JsonDocument Parse(ReadOnlyMemory<byte> request)
    {
        try
        {
            var parsed = JsonDocument.Parse(request);
            if (parsed.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            {
                return parsed;
            }

            parsed.Dispose();
        }
        catch (JsonException)
        {
            // Told below, as AWS tells it.
        }

        throw KinesisException.Serialization(null);
    }

    private static Operation Silent(Shape.Structure shape, Func<JsonElement, Task> run) => new(shape, (request, _) => run(request), Answers: false);

    private static Operation Now(Shape.Structure shape, Action<JsonElement, Utf8JsonWriter> run) => new(shape, (request, json) =>
    {
        run(request, json);
        return Task.CompletedTask;
    });

    private sealed record Operation(Shape.Structure Shape, Func<JsonElement, Utf8JsonWriter, Task> RunAsync, bool Answers = true);
}
