using System.Text.Json;
using Kinesis.Shards;
using Kinesis.Store;

namespace Kinesis.Operations;

/// <summary>Streams and shards, as the API shows them.</summary>
internal static class StreamJson
{
    public static void WriteStream(this Utf8JsonWriter json, StreamDocument stream, string arn)
    {
        json.WriteString("StreamName", stream.Name);
        json.WriteString("StreamARN", arn);
        json.WriteString("StreamStatus", stream.Status);
        json.WriteMode(stream);
        json.WriteNumber("RetentionPeriodHours", stream.RetentionHours);
        json.WriteNumber("StreamCreationTimestamp", stream.Created / 1000);
        json.WriteString("EncryptionType", "NONE");
        json.WriteStartArray("EnhancedMonitoring");
        json.WriteStartObject();
        json.WriteStartArray("ShardLevelMetrics");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    public static void WriteMode(this Utf8JsonWriter json, StreamDocument stream)
    {
        json.WriteStartObject("StreamModeDetails");
        json.WriteString("StreamMode", stream.IsOnDemand ? "ON_DEMAND" : "PROVISIONED");
        json.WriteEndObject();
    }

    public static void WriteShards(this Utf8JsonWriter json, IEnumerable<Shard> shards)
    {
        json.WriteStartArray("Shards");
        foreach (var shard in shards)
        {
            json.WriteStartObject();
            json.WriteString("ShardId", shard.Id);
            WriteId(json, "ParentShardId", shard.Parent);
            WriteId(json, "AdjacentParentShardId", shard.AdjacentParent);
            json.WriteRange(shard);
            json.WriteStartObject("SequenceNumberRange");
            json.WriteString("StartingSequenceNumber", shard.StartingSequenceNumber);
            if (shard.EndingSequenceNumber is { } end)
            {
                json.WriteString("EndingSequenceNumber", end);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void WriteChildren(this Utf8JsonWriter json, IEnumerable<Shard> children)
    {
        json.WriteStartArray("ChildShards");
        foreach (var child in children)
        {
            json.WriteStartObject();
            json.WriteString("ShardId", child.Id);
            json.WriteStartArray("ParentShards");
            foreach (var parent in new[] { child.Parent, child.AdjacentParent }.OfType<int>())
            {
                json.WriteStringValue(ShardId.Of(parent));
            }

            json.WriteEndArray();
            json.WriteRange(child);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteRange(this Utf8JsonWriter json, Shard shard)
    {
        json.WriteStartObject("HashKeyRange");
        json.WriteString("StartingHashKey", HashKeys.Text(shard.First));
        json.WriteString("EndingHashKey", HashKeys.Text(shard.Last));
        json.WriteEndObject();
    }

    private static void WriteId(Utf8JsonWriter json, string name, int? shard)
    {
        if (shard is { } number)
        {
            json.WriteString(name, ShardId.Of(number));
        }
    }
}
