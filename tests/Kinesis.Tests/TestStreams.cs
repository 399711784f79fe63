using System.Text;
using System.Text.Json.Nodes;
using Tests.Shared;

namespace Kinesis.Tests;

/// <summary>Streams in a folder of their own, with a clock that tests move.</summary>
internal sealed class TestStreams : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Func<KinesisOptions, KinesisOptions> change;
    private int ids;

    public TestStreams(Func<KinesisOptions, KinesisOptions>? change = null)
    {
        this.change = change ?? (options => options);
        Service = Open();
    }

    public ManualTime Time { get; } = new();

    public KinesisService Service { get; private set; }

    /// <summary>Opens the file again, as the next process does after this one was killed: nothing was closed.</summary>
    public KinesisService Open() => KinesisService.Open(change(new(folder["streams.db"], Time, () => $"00000000-0000-4000-8000-{++ids:D12}")));

    public async Task ReopenAsync()
    {
        await Service.DisposeAsync();
        Service = Open();
    }

    public async Task<JsonNode> CallAsync(string operation, object request)
    {
        var json = request as string ?? System.Text.Json.JsonSerializer.Serialize(request);
        var answer = await Service.InvokeAsync(operation, Encoding.UTF8.GetBytes(json));
        return answer.IsEmpty ? new JsonObject() : JsonNode.Parse(answer.Span)!;
    }

    /// <summary>Makes a stream, and waits until it is there.</summary>
    public async Task CreateAsync(string name = "telemetry", int shards = 1)
    {
        await CallAsync("CreateStream", new { StreamName = name, ShardCount = shards });
        Settle();
    }

    /// <summary>Lets what was asked of a stream happen.</summary>
    public void Settle() => Time.Advance(TimeSpan.FromSeconds(2));

    public Task<IReadOnlyList<PutOutcome>> PutAsync(params IEnumerable<string> texts) =>
        Service.PutAsync("telemetry", [.. texts.Select(text => new PutRecord(text, Encoding.UTF8.GetBytes(text)))]);

    public async Task<string> IteratorAsync(int shard = 0, string type = "TRIM_HORIZON") => (string)(await CallAsync(
        "GetShardIterator",
        new { StreamName = "telemetry", ShardId = $"shardId-{shard:D12}", ShardIteratorType = type }))["ShardIterator"]!;

    /// <summary>All that a shard gives now, as text.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(int shard = 0) => Texts(await CallAsync("GetRecords", new { ShardIterator = await IteratorAsync(shard) }));

    public static IReadOnlyList<string> Texts(JsonNode answer) =>
        [.. answer["Records"]!.AsArray().Select(record => Encoding.UTF8.GetString(Convert.FromBase64String((string)record!["Data"]!)))];

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        folder.Dispose();
    }
}
