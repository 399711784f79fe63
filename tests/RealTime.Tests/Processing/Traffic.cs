using System.Globalization;
using System.Text.Json.Nodes;
using RealTime.Processing;
using RealTime.Streams;
using RealTime.Tests.Memory;

namespace RealTime.Tests.Processing;

/// <summary>What producers send in a few minutes, with all that goes wrong on the way: from one seed.</summary>
internal sealed class Traffic
{
    private static readonly string[] Poison = ["not JSON", "{}", """{"event_id":"x","truck_id":"T"}""", "[1]", ""];

    private readonly Random random;
    private long number;

    public Traffic(int seed)
    {
        random = new Random(seed);
        Stream = seed % 2 == 0 ? KnownStreams.Telemetry : KnownStreams.Visits;
        for (var index = random.Next(15, 60); index > 0; index--)
        {
            Send(Event(index, Events.Start.AddMilliseconds(random.Next(5 * 60_000))));
        }

        for (var index = random.Next(4); index > 0; index--)
        {
            Late.Add(Send(Event(1_000 + index, Events.Start.AddHours(-25).AddSeconds(random.Next(300)))));
        }

        for (var index = random.Next(4); index > 0; index--)
        {
            Refused++;
            Records.Add(Record(Poison[random.Next(Poison.Length)]));
        }

        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(Records));
        Records = [.. Records.Select((record, index) => record with { ShardId = Shard(record, index) })];
    }

    public StreamDefinition Stream { get; }

    /// <summary>In the order in which the streams have them; some events are sent more than once.</summary>
    public List<StreamRecord> Records { get; } = [];

    /// <summary>The distinct events that are to be counted.</summary>
    public List<JsonObject> Counted { get; } = [];

    public List<JsonObject> Late { get; } = [];

    public int Refused { get; private set; }

    // Half-way through, each shard is split in two: a key goes on in another shard.
    private string Shard(StreamRecord record, int index) =>
        $"shardId-{(record.PartitionKey.Sum(letter => letter) % 2) + (index < Records.Count / 2 ? 0 : 2 + (random.Next(2) * 2)):000000000000}";

    private JsonObject Send(JsonObject one)
    {
        if (DateTimeOffset.Parse(one[Stream.TimeField]!.GetValue<string>(), CultureInfo.InvariantCulture) >= Events.Start)
        {
            Counted.Add(one);
        }

        for (var copies = random.Next(10) == 0 ? 3 : 1; copies > 0; copies--)
        {
            Records.Add(Record(one.ToJsonString()));
        }

        return one;
    }

    private StreamRecord Record(string text) => Events.Record(text, ++number, arrived: Events.Start.AddMinutes(10), stream: Stream.Name);

    private JsonObject Event(int index, DateTimeOffset at)
    {
        var key = random.Next(3);
        if (Stream == KnownStreams.Visits)
        {
            return Events.Visit($"e-{index}", url: $"/p/{key}", at: at, visits: random.Next(5), sales: random.Next(2));
        }

        var one = Events.Truck($"e-{index}", $"T{key}", at, cargo: random.Next(-20_000, 20_000) / 1000.0, metres: random.Next(1_000_000) / 1000.0)
            .With("latitude", random.Next(900_000_000) / 1e7);

        return random.Next(10) == 0 ? one.With("cargo_c", null) : one;
    }
}
