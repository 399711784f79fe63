using System.Globalization;
using System.Text.Json;
using Kinesis.Shards;
using Kinesis.Store;
using Kinesis.Wire;

namespace Kinesis.Operations;

/// <summary>Listing shards, splitting and merging them.</summary>
internal sealed class ShardOperations(StreamStore store)
{
    private const int UsualPage = 1_000;
    private const int CountUpdatesADay = 10;
    private const long Day = 86_400_000;

    public void List(JsonElement request, Utf8JsonWriter json)
    {
        var (name, token) = (request.StreamOrNull(), request.TextOrNull("NextToken"));
        if (name is null && token is null)
        {
            throw KinesisException.Argument("Either NextToken or StreamName should be provided.");
        }

        if (name is not null && token is not null)
        {
            throw KinesisException.Argument("NextToken and StreamName cannot be provided together.");
        }

        var page = token is null ? new(store.Now, name!, request.TextOrNull("ExclusiveStartShardId")) : PageToken.Parse(token, store.Now);
        var stream = store.Get(page.Stream);
        var limit = request.WholeOrNull("MaxResults") ?? UsualPage;
        var shards = Filtered(stream, request.Member("ShardFilter"))
            .Where(shard => page.After is null || string.CompareOrdinal(shard.Id, page.After) > 0)
            .ToList();
        json.WriteShards(shards.Take(limit));
        if (shards.Count > limit)
        {
            json.WriteString("NextToken", new PageToken(store.Now, stream.Name, shards[limit - 1].Id).ToString());
        }
    }

    public Task SplitAsync(JsonElement request)
    {
        var name = request.Stream();
        var number = Number(request.Text("ShardToSplit"), name);
        var text = request.Text("NewStartingHashKey");
        return store.ChangeAsync(name, stream =>
        {
            RequireReshardable(stream);
            var shard = Shard(stream, number);
            RequireOpen(stream, shard);
            if (!UInt128.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var key)
                || key == 0
                || key - 1 <= shard.First
                || key >= shard.Last)
            {
                throw KinesisException.Argument(
                    $"NewStartingHashKey {text} used in SplitShard() on shard {shard.Id} in stream {name} under account {store.Options.Account} is not both greater than one plus the shard's StartingHashKey {HashKeys.Text(shard.First)} and less than the shard's EndingHashKey {HashKeys.Text(shard.Last)}.");
            }

            store.CheckShardLimit(1);
            return Updating(stream, new(store.Due, ChangeKind.Split) { Shard = number, HashKey = key });
        });
    }

    public Task MergeAsync(JsonElement request)
    {
        var name = request.Stream();
        var low = Number(request.Text("ShardToMerge"), name);
        var high = Number(request.Text("AdjacentShardToMerge"), name);
        return store.ChangeAsync(name, stream =>
        {
            RequireReshardable(stream);
            var (first, second) = (Shard(stream, low), Shard(stream, high));
            RequireOpen(stream, first);
            RequireOpen(stream, second);
            if (first.Last == UInt128.MaxValue || first.Last + 1 != second.First)
            {
                throw KinesisException.Argument(
                    $"Shards {first.Id} and {second.Id} in stream {name} under account {store.Options.Account} are not an adjacent pair of shards eligible for merging");
            }

            return Updating(stream, new(store.Due, ChangeKind.Merge) { Shard = low, Adjacent = high });
        });
    }

    public async Task UpdateCountAsync(JsonElement request, Utf8JsonWriter json)
    {
        var target = request.WholeOrNull("TargetShardCount")!.Value;
        var current = 0;
        var updated = await store.ChangeAsync(request.Stream(), stream =>
        {
            RequireReshardable(stream);
            current = stream.Shards.Count(shard => shard.IsOpen);
            CheckTarget(current, target);
            var today = stream.CountUpdates.Where(time => time > store.Now - Day).ToList();
            if (today.Count >= CountUpdatesADay)
            {
                throw KinesisException.Limit(
                    $"UpdateShardCount was called {CountUpdatesADay} times for stream {stream.Name} under account {store.Options.Account} in the last 24 hours, and cannot be called more often.");
            }

            store.CheckShardLimit(Math.Max(0, target - current));
            return Updating(stream, new(store.Due, ChangeKind.Count) { Count = target }) with { CountUpdates = [.. today, store.Now] };
        });

        json.WriteString("StreamName", updated.Name);
        json.WriteNumber("CurrentShardCount", current);
        json.WriteNumber("TargetShardCount", target);
        json.WriteString("StreamARN", store.Options.StreamArn(updated.Name));
    }

    /// <exception cref="KinesisException">The stream is being changed.</exception>
    public static void RequireActive(StreamDocument stream, StreamStore store)
    {
        if (stream.Status != "ACTIVE")
        {
            throw KinesisException.InUse($"Stream {stream.Name} under account {store.Options.Account} not ACTIVE, instead in state {stream.Status}");
        }
    }

    private static void CheckTarget(int current, int target)
    {
        if (target > 2 * current)
        {
            throw KinesisException.Limit(
                $"UpdateShardCount cannot scale up over double your current open shard count. Current open shard count: {current} Target shard count: {target}");
        }

        if (2 * target < current)
        {
            throw KinesisException.Limit(
                $"UpdateShardCount cannot scale down below half your current open shard count. Current open shard count: {current} Target shard count: {target}");
        }
    }

    private static StreamDocument Updating(StreamDocument stream, PendingChange change) => stream with { Status = "UPDATING", Pending = change };

    private IEnumerable<Shard> Filtered(StreamDocument stream, JsonElement? filter)
    {
        if (filter is not { } given)
        {
            return stream.Shards;
        }

        var type = given.Text("Type");
        var time = type.EndsWith("TIMESTAMP", StringComparison.Ordinal)
            ? given.TimeOrNull("Timestamp") ?? throw KinesisException.Argument($"Must specify Timestamp parameter when ShardFilterType is {type}.")
            : Math.Max(stream.Created, store.Now - stream.RetentionMilliseconds);
        var after = type == "AFTER_SHARD_ID"
            ? given.TextOrNull("ShardId") ?? throw KinesisException.Argument($"Must specify ShardId parameter when ShardFilterType is {type}.")
            : null;
        bool HasBegun(Shard shard) => shard.Created * 1000 <= time;
        bool GoesOn(Shard shard) => shard.Closed is not { } second || second * 1000 > time;
        return type switch
        {
            "AFTER_SHARD_ID" => stream.Shards.Where(shard => string.CompareOrdinal(shard.Id, after) > 0),
            "AT_LATEST" => stream.Shards.Where(shard => shard.IsOpen),
            "FROM_TRIM_HORIZON" or "FROM_TIMESTAMP" => stream.Shards.Where(GoesOn),
            _ => stream.Shards.Where(shard => HasBegun(shard) && GoesOn(shard)),
        };
    }

    private void RequireReshardable(StreamDocument stream)
    {
        RequireActive(stream, store);
        if (stream.IsOnDemand)
        {
            throw KinesisException.Validation(
                $"Request is invalid. Stream {stream.Name} under account {store.Options.Account} is in On-Demand mode.");
        }
    }

    private void RequireOpen(StreamDocument stream, Shard shard)
    {
        if (!shard.IsOpen)
        {
            throw KinesisException.Argument(
                $"Shard {shard.Id} in stream {stream.Name} under account {store.Options.Account} has already been merged or split, and thus is not eligible for merging or splitting.");
        }
    }

    private int Number(string shard, string stream) => ShardId.Parse(shard) ?? throw Missing(shard, stream);

    private Shard Shard(StreamDocument stream, int number) =>
        stream.Shards.FirstOrDefault(shard => shard.Number == number) ?? throw Missing(ShardId.Of(number), stream.Name);

    private KinesisException Missing(string shard, string stream) =>
        KinesisException.NotFound($"Could not find shard {shard} in stream {stream} under account {store.Options.Account}.");
}
