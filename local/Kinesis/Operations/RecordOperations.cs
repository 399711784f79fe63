using System.Globalization;
using System.Text.Json;
using Kinesis.Shards;
using Kinesis.Store;
using Kinesis.Wire;

namespace Kinesis.Operations;

/// <summary>Putting records and reading them.</summary>
internal sealed class RecordOperations(StreamStore store)
{
    private const int MostRecords = 10_000;
    private const long MostBytes = 10 * 1024 * 1024;

    public async Task PutAsync(JsonElement request, Utf8JsonWriter json)
    {
        var stream = request.Stream();
        if (request.TextOrNull("SequenceNumberForOrdering") is { } ordering)
        {
            CheckOrdering(ordering, stream);
        }

        var outcome = (await store.PutAsync(stream, [Record(request)]))[0];
        if (outcome.ErrorCode is { } code)
        {
            throw new KinesisException(code, outcome.ErrorMessage);
        }

        json.WriteString("ShardId", outcome.ShardId);
        json.WriteString("SequenceNumber", outcome.SequenceNumber);
    }

    public async Task PutManyAsync(JsonElement request, Utf8JsonWriter json)
    {
        var outcomes = await store.PutAsync(request.Stream(), [.. request.GetProperty("Records").EnumerateArray().Select(Record)]);
        json.WriteNumber("FailedRecordCount", outcomes.Count(outcome => outcome.ErrorCode is not null));
        json.WriteStartArray("Records");
        foreach (var outcome in outcomes)
        {
            json.WriteStartObject();
            if (outcome.ErrorCode is { } code)
            {
                json.WriteString("ErrorCode", code);
                json.WriteString("ErrorMessage", outcome.ErrorMessage);
            }
            else
            {
                json.WriteString("SequenceNumber", outcome.SequenceNumber);
                json.WriteString("ShardId", outcome.ShardId);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public void GetIterator(JsonElement request, Utf8JsonWriter json)
    {
        var name = request.Stream();
        var given = request.Text("ShardId");
        var number = ShardId.Parse(given)
            ?? throw KinesisException.NotFound($"Could not find shard {given} in stream {name} under account {store.Options.Account}.");
        var stream = store.Find(name);
        var shard = stream?.Shards.FirstOrDefault(found => found.Number == number) ?? throw MissingShard(name, number);
        json.WriteString("ShardIterator", new ShardIterator(store.Now, name, number, Position(request, name, shard)).ToString());
    }

    public void Get(JsonElement request, Utf8JsonWriter json)
    {
        var iterator = ShardIterator.Parse(request.Text("ShardIterator"));
        iterator.CheckAge(store.Options.Clock.GetUtcNow());
        store.CheckRead(iterator.Stream, iterator.Shard);
        var page = store.Read(
            iterator.Stream, iterator.Shard, iterator.Position.Index, request.WholeOrNull("Limit") ?? MostRecords, MostBytes)
            ?? throw MissingShard(iterator.Stream, iterator.Shard);
        store.CountRead(iterator.Stream, iterator.Shard, page.Bytes);

        json.WriteStartArray("Records");
        foreach (var record in page.Records)
        {
            json.WriteStartObject();
            json.WriteString("SequenceNumber", page.Shard.At(record.Index, record.Arrived / 1000).ToString());
            json.WriteNumber("ApproximateArrivalTimestamp", record.Arrived / 1000m);
            json.WriteBase64String("Data", record.Data.Span);
            json.WriteString("PartitionKey", record.PartitionKey);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (page.Children is { } children)
        {
            json.WriteChildren(children);
        }
        else
        {
            var next = page.Records is [.., var last] ? page.Shard.At(last.Index + 1, last.Arrived / 1000) : iterator.Position;
            json.WriteString("NextShardIterator", (iterator with { Created = store.Now, Position = next }).ToString());
        }

        json.WriteNumber("MillisBehindLatest", page.BehindLatest);
    }

    private static PutRecord Record(JsonElement record) =>
        new(record.Text("PartitionKey"), record.GetProperty("Data").GetBytesFromBase64(), record.TextOrNull("ExplicitHashKey"));

    private SequenceNumber Position(JsonElement request, string name, Shard shard)
    {
        var type = request.Text("ShardIteratorType");
        var given = request.TextOrNull("StartingSequenceNumber");
        if (given is null != type is "TRIM_HORIZON" or "LATEST" or "AT_TIMESTAMP")
        {
            throw KinesisException.Argument(
                $"Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified {type} and {(given is null ? "no" : "also a")} StartingSequenceNumber.");
        }

        var second = store.Now / 1000;
        return type switch
        {
            "TRIM_HORIZON" => shard.At(0, shard.Created),
            "LATEST" => shard.At(store.NextIndex(name, shard.Number), second),
            "AT_TIMESTAMP" => shard.At(store.IndexAt(name, shard.Number, Time(request)), second),
            _ => Numbered(given!, type, name, shard),
        };
    }

    private SequenceNumber Numbered(string text, string type, string name, Shard shard)
    {
        var used = $"StartingSequenceNumber {text} used in GetShardIterator on shard {shard.Id} in stream {name} under account {store.Options.Account} is invalid";
        var number = SequenceNumber.Parse(text) ?? throw KinesisException.Argument($"{used}.");
        if (number.Shard != shard.Number)
        {
            throw KinesisException.Argument(
                $"Invalid StartingSequenceNumber. It encodes {ShardId.Of(number.Shard)}, while it was used in a call to a shard with {shard.Id}");
        }

        if (number.Version == 0)
        {
            // AWS does not know such a shard either, and fails.
            throw new KinesisException("InternalFailure", null, 500);
        }

        if (number.Version != 2 || number.Created != shard.Created)
        {
            throw KinesisException.Argument($"{used} because it did not come from this stream.");
        }

        return type == "AT_SEQUENCE_NUMBER" || number.Index == SequenceNumber.LastIndex ? number : number with { Index = number.Index + 1 };
    }

    private long Time(JsonElement request)
    {
        var time = request.TimeOrNull("Timestamp") ?? throw KinesisException.Argument(
            "Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp parameter.");
        var now = store.Now;
        return time <= now ? time : throw KinesisException.Argument(string.Create(
            CultureInfo.InvariantCulture,
            $"The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: {time}, currentTimestampInMillis: {now}"));
    }

    private void CheckOrdering(string text, string stream)
    {
        // A missing stream is reported first.
        _ = store.Get(stream);
        if (SequenceNumber.Parse(text) is not { } number || number.Time > store.Now / 1000)
        {
            throw KinesisException.Argument(
                $"ExclusiveMinimumSequenceNumber {text} used in PutRecord on stream {stream} under account {store.Options.Account} is invalid.");
        }
    }

    private KinesisException MissingShard(string stream, int shard) => KinesisException.NotFound(
        $"Shard {ShardId.Of(shard)} in stream {stream} under account {store.Options.Account} does not exist");
}
