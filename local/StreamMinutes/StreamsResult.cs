using System.Text;
using System.Text.Json;
using Kinesis;
using Kinesis.Mappings;

namespace Local.StreamMinutes;

/// <summary>The streams with their shards, how far the functions on them are, and what was set aside.</summary>
/// <param name="Bytes">The bytes that the streams take on the disk.</param>
internal sealed record StreamsResult(IReadOnlyList<StreamsResult.DataStream> Streams, long Bytes)
{
    public static async Task<StreamsResult> ReadAsync(KinesisService kinesis, EventSourceMappings mappings, SetAsideRecords setAside)
    {
        var places = mappings.Places();
        var streams = new List<DataStream>();
        foreach (var name in await NamesAsync(kinesis))
        {
            var held = setAside.Count(name);
            streams.Add(new(
                name,
                await ShardsAsync(kinesis, name),
                [.. places.Where(place => place.Stream == name).Select(Reader.Of)],
                held.Refused,
                held.Late,
                held.GivenUp,
                kinesis.TakenBy(name)));
        }

        return new(streams, kinesis.Size);
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(KinesisService kinesis)
    {
        var names = new List<string>();
        while (true)
        {
            var after = names is [.., var last] ? $$"""{"ExclusiveStartStreamName":{{JsonEncodedText.Encode(last)}}}""" : "{}";
            using var page = JsonDocument.Parse(await kinesis.InvokeAsync("ListStreams", Encoding.UTF8.GetBytes(after)));
            names.AddRange(page.RootElement.GetProperty("StreamNames").EnumerateArray().Select(name => name.GetString()!));
            if (!page.RootElement.GetProperty("HasMoreStreams").GetBoolean())
            {
                return names;
            }
        }
    }

    private static async Task<IReadOnlyList<Shard>> ShardsAsync(KinesisService kinesis, string stream)
    {
        var shards = new List<Shard>();
        var request = $$"""{"StreamName":"{{stream}}"}""";
        while (true)
        {
            using var page = JsonDocument.Parse(await kinesis.InvokeAsync("ListShards", Encoding.UTF8.GetBytes(request)));
            shards.AddRange(page.RootElement.GetProperty("Shards").EnumerateArray().Select(Shard.Of));
            if (!page.RootElement.TryGetProperty("NextToken", out var token))
            {
                return shards;
            }

            request = $$"""{"NextToken":"{{token.GetString()}}"}""";
        }
    }

    /// <param name="Refused">Objects under <c>errors/</c>, a record each.</param>
    /// <param name="Late">Objects under <c>late/</c>, an event each.</param>
    /// <param name="GivenUp">Objects under <c>aws/lambda/</c>: batches that a function failed on to the last attempt.</param>
    /// <param name="Taken">Records that the stream has taken since it was made.</param>
    internal sealed record DataStream(
        string Name, IReadOnlyList<Shard> Shards, IReadOnlyList<Reader> Readers, int Refused, int Late, int GivenUp, long Taken);

    /// <param name="First">The first of its hash keys.</param>
    /// <param name="Last">The last of its hash keys.</param>
    internal sealed record Shard(string ShardId, bool IsOpen, string First, string Last)
    {
        public static Shard Of(JsonElement shard) => new(
            shard.GetProperty(nameof(ShardId)).GetString()!,
            !shard.GetProperty("SequenceNumberRange").TryGetProperty("EndingSequenceNumber", out _),
            shard.GetProperty("HashKeyRange").GetProperty("StartingHashKey").GetString()!,
            shard.GetProperty("HashKeyRange").GetProperty("EndingHashKey").GetString()!);
    }

    /// <param name="Waiting">Records that the function is not done with.</param>
    /// <param name="AgeSeconds">The time since the arrival of the oldest of them.</param>
    internal sealed record Reader(string Function, string ShardId, string State, string LastResult, long Waiting, double AgeSeconds)
    {
        public static Reader Of(MappingPlace place) => new(
            place.Function, place.ShardId, place.State, place.LastResult, place.Waiting, place.Age.TotalSeconds);
    }
}
