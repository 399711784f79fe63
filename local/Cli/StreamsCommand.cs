using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Kinesis;
using Kinesis.Mappings;
using Local.Lambda;
using Local.Names;
using Local.Services;

namespace Local.Cli;

/// <summary><c>streams</c>: the streams with their shards, how far the functions are, and what was set aside.</summary>
internal static class StreamsCommand
{
    public static Command Create(CommonOptions common, Terminal terminal)
    {
        var command = new Command("streams", "Shows the streams with their shards, how far the functions on them are, and what was set aside.");
        command.SetAction(async (parsed, _) =>
        {
            var output = common.Apply(parsed, terminal);
            await using var stage = common.OpenStage(parsed);
            var result = await ReadAsync(stage, output);
            output.Result(result, result.Print);
            return 0;
        });

        return command;
    }

    private static async Task<StreamsResult> ReadAsync(Stage stage, Terminal terminal)
    {
        await using var mappings = new EventSourceMappings(
            stage.Kinesis,
            stage.StreamFunctions,
            new FailureDestinations(() => stage.Queues, () => stage.Topics, stage.Lake),
            terminal.Notice);
        var places = mappings.Places();
        var streams = new List<StreamsResult.DataStream>();
        foreach (var name in await NamesAsync(stage.Kinesis))
        {
            streams.Add(new(
                name,
                await ShardsAsync(stage.Kinesis, name),
                [.. places.Where(place => place.Stream == name).Select(StreamsResult.Reader.Of)],
                Objects(stage, $"errors/{name}/"),
                Objects(stage, $"late/{name}/")));
        }

        return new(streams, stage.Kinesis.Size);
    }

    private static int Objects(Stage stage, string prefix) => stage.Lake.List(new(LocalNames.LakeBucket, prefix)).Count;

    private static async Task<IReadOnlyList<string>> NamesAsync(KinesisService kinesis)
    {
        var names = new List<string>();
        while (true)
        {
            var after = names is [.., var last] ? $$"""{"ExclusiveStartStreamName":{{JsonEncodedText.Encode(last)}}}""" : "{}";
            using var page = JsonDocument.Parse(await kinesis.InvokeAsync("ListStreams", System.Text.Encoding.UTF8.GetBytes(after)));
            names.AddRange(page.RootElement.GetProperty("StreamNames").EnumerateArray().Select(name => name.GetString()!));
            if (!page.RootElement.GetProperty("HasMoreStreams").GetBoolean())
            {
                return names;
            }
        }
    }

    private static async Task<IReadOnlyList<StreamsResult.Shard>> ShardsAsync(KinesisService kinesis, string stream)
    {
        var shards = new List<StreamsResult.Shard>();
        var request = $$"""{"StreamName":"{{stream}}"}""";
        while (true)
        {
            using var page = JsonDocument.Parse(await kinesis.InvokeAsync("ListShards", System.Text.Encoding.UTF8.GetBytes(request)));
            shards.AddRange(page.RootElement.GetProperty("Shards").EnumerateArray().Select(StreamsResult.Shard.Of));
            if (!page.RootElement.TryGetProperty("NextToken", out var token))
            {
                return shards;
            }

            request = $$"""{"NextToken":"{{token.GetString()}}"}""";
        }
    }
}

/// <param name="Bytes">That the streams take on the disk.</param>
internal sealed record StreamsResult(IReadOnlyList<StreamsResult.DataStream> Streams, long Bytes)
{
    public void Print(TextWriter output)
    {
        if (Streams.Count == 0)
        {
            output.WriteLine("There is no stream yet: 'serve', 'drive' and 'visits' make them.");
        }

        foreach (var stream in Streams)
        {
            output.WriteLine($"{stream.Name}: {stream.Shards.Count(shard => shard.IsOpen)} open shards; {stream.Refused:N0} records refused, {stream.Late:N0} too late");
            foreach (var shard in stream.Shards)
            {
                output.WriteLine($"  {shard.ShardId}  {(shard.IsOpen ? "open  " : "closed")}  {shard.First} to {shard.Last}");
            }

            foreach (var reader in stream.Readers)
            {
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {reader.Function} on {reader.ShardId}: {reader.State}, {reader.LastResult}; {reader.Waiting:N0} records wait{(reader.Waiting == 0 ? "" : $", the oldest for {reader.AgeSeconds:N0} s")}"));
            }
        }
    }

    /// <param name="Refused">Objects under <c>errors/</c>.</param>
    /// <param name="Late">Objects under <c>late/</c>.</param>
    internal sealed record DataStream(string Name, IReadOnlyList<Shard> Shards, IReadOnlyList<Reader> Readers, int Refused, int Late);

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
    /// <param name="AgeSeconds">How long ago the oldest of them arrived.</param>
    internal sealed record Reader(string Function, string ShardId, string State, string LastResult, long Waiting, double AgeSeconds)
    {
        public static Reader Of(MappingPlace place) => new(
            place.Function, place.ShardId, place.State, place.LastResult, place.Waiting, place.Age.TotalSeconds);
    }
}
