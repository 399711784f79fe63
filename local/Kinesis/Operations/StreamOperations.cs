using System.Text.Json;
using Kinesis.Store;
using Kinesis.Wire;

namespace Kinesis.Operations;

/// <summary>Making streams, describing them, and changing what they keep.</summary>
internal sealed class StreamOperations(StreamStore store)
{
    /// <summary>A new stream's first sequence number is of two seconds ago, so that the first record comes after it. Milliseconds.</summary>
    public const int Backdated = 2_000;

    private const int OnDemandShards = 4;
    private const int UsualPage = 100;
    private const int LeastRetention = 24;

    public async Task CreateAsync(JsonElement request)
    {
        var isOnDemand = IsOnDemand(request);
        var shards = request.WholeOrNull("ShardCount");
        if (isOnDemand && shards is not null)
        {
            throw KinesisException.Validation("ShardCount must not be specified for a stream in ON_DEMAND mode.");
        }

        if (!isOnDemand && shards is null)
        {
            throw KinesisException.Validation("ShardCount must be specified for a stream in PROVISIONED mode.");
        }

        var tags = new SortedDictionary<string, string>(StringComparer.Ordinal);
        TagOperations.Add(tags, request, request.Text("StreamName"), store.Options.Account);
        await store.CreateAsync(
            new(request.Text("StreamName"), 0, store.Now - Backdated)
            {
                IsOnDemand = isOnDemand,
                MaxRecordKiB = request.WholeOrNull("MaxRecordSizeInKiB") ?? 1024,
                Tags = tags,
            },
            shards ?? OnDemandShards);
    }

    public Task DeleteAsync(JsonElement request) => store.DeleteAsync(request.Stream());

    public void Describe(JsonElement request, Utf8JsonWriter json)
    {
        var stream = store.Get(request.Stream());
        var after = request.TextOrNull("ExclusiveStartShardId");
        var limit = request.WholeOrNull("Limit") ?? UsualPage;
        var shards = stream.Shards.Where(shard => after is null || string.CompareOrdinal(shard.Id, after) > 0).ToList();

        json.WriteStartObject("StreamDescription");
        json.WriteStream(stream, store.Options.StreamArn(stream.Name));
        json.WriteShards(shards.Take(limit));
        json.WriteBoolean("HasMoreShards", shards.Count > limit);
        json.WriteEndObject();
    }

    public void Summarize(JsonElement request, Utf8JsonWriter json)
    {
        var stream = store.Get(request.Stream());
        json.WriteStartObject("StreamDescriptionSummary");
        json.WriteStream(stream, store.Options.StreamArn(stream.Name));
        json.WriteNumber("OpenShardCount", stream.Shards.Count(shard => shard.IsOpen));
        json.WriteNumber("ConsumerCount", 0);
        json.WriteNumber("MaxRecordSizeInKiB", stream.MaxRecordKiB);
        json.WriteEndObject();
    }

    public void List(JsonElement request, Utf8JsonWriter json)
    {
        var after = request.TextOrNull("NextToken") is { } token
            ? PageToken.Parse(token, store.Now).Stream
            : request.TextOrNull("ExclusiveStartStreamName");
        var limit = request.WholeOrNull("Limit") ?? UsualPage;
        var streams = store.All.Where(stream => after is null || string.CompareOrdinal(stream.Name, after) > 0).ToList();
        var page = streams.Take(limit).ToList();

        json.WriteStartArray("StreamNames");
        foreach (var stream in page)
        {
            json.WriteStringValue(stream.Name);
        }

        json.WriteEndArray();
        json.WriteBoolean("HasMoreStreams", streams.Count > limit);
        if (streams.Count > limit)
        {
            json.WriteString("NextToken", new PageToken(store.Now, page[^1].Name, null).ToString());
        }

        json.WriteStartArray("StreamSummaries");
        foreach (var stream in page)
        {
            json.WriteStartObject();
            json.WriteString("StreamName", stream.Name);
            json.WriteString("StreamARN", store.Options.StreamArn(stream.Name));
            json.WriteString("StreamStatus", stream.Status);
            json.WriteMode(stream);
            json.WriteNumber("StreamCreationTimestamp", stream.Created / 1000);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public Task IncreaseRetentionAsync(JsonElement request) => ChangeRetentionAsync(request, (stream, hours) =>
    {
        if (stream.RetentionHours > hours)
        {
            throw KinesisException.Argument(
                $"Requested retention period ({hours} hours) for stream {stream.Name} can not be shorter than existing retention period ({stream.RetentionHours} hours). Use DecreaseRetentionPeriod API.");
        }
    });

    public Task DecreaseRetentionAsync(JsonElement request) => ChangeRetentionAsync(request, (stream, hours) =>
    {
        if (stream.RetentionHours < hours)
        {
            throw KinesisException.Argument(
                $"Requested retention period ({hours} hours) for stream {stream.Name} can not be longer than existing retention period ({stream.RetentionHours} hours). Use IncreaseRetentionPeriod API.");
        }
    });

    public Task UpdateMaxRecordSizeAsync(JsonElement request) =>
        store.ChangeAsync(request.Stream(), stream => stream with { MaxRecordKiB = request.WholeOrNull("MaxRecordSizeInKiB")!.Value });

    public Task UpdateModeAsync(JsonElement request) => store.ChangeAsync(request.Stream(), stream =>
    {
        ShardOperations.RequireActive(stream, store);
        return stream with
        {
            Status = "UPDATING",
            IsOnDemand = IsOnDemand(request),
            Pending = new(store.Due, ChangeKind.Mode),
        };
    });

    public void DescribeLimits(Utf8JsonWriter json)
    {
        var streams = store.All;
        json.WriteNumber("ShardLimit", store.Options.MostShards);
        json.WriteNumber("OpenShardCount", streams.Sum(stream => stream.Shards.Count(shard => shard.IsOpen)));
        json.WriteNumber("OnDemandStreamCount", streams.Count(stream => stream.IsOnDemand));
        json.WriteNumber("OnDemandStreamCountLimit", 50);
    }

    private static bool IsOnDemand(JsonElement request) =>
        request.Member("StreamModeDetails") is { } mode && mode.TextOrNull("StreamMode") == "ON_DEMAND";

    private Task<StreamDocument> ChangeRetentionAsync(JsonElement request, Action<StreamDocument, int> check) => store.ChangeAsync(request.Stream(), stream =>
    {
        var hours = request.WholeOrNull("RetentionPeriodHours")!.Value;
        if (hours < LeastRetention)
        {
            throw KinesisException.Argument(
                $"Minimum allowed retention period is {LeastRetention} hours. Requested retention period ({hours} hours) is too short.");
        }

        check(stream, hours);
        return stream with { RetentionHours = hours };
    });
}
