using System.Text;
using Amazon.Lambda.KinesisEvents;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.TestUtilities;
using RecordStreaming;
using SdkFakes;
using StreamBatches;
using Telemetry;
using Tests.Shared;

namespace StreamSearch.Tests;

/// <summary>The functions over a search service and a bucket.</summary>
internal sealed class Cloud : IAsyncDisposable
{
    private static readonly SourceGeneratorLambdaJsonSerializer<StreamSearchJson> Serializer = new();

    private readonly HttpClient http;
    private readonly SearchSettings settings;
    private readonly SearchIndexer indexer;

    public Cloud()
    {
        settings = SearchSettings.Read(Variable);
        http = Startup.Http(settings, StorageClients.Credentials, Clock, new SocketsHttpHandler());
        indexer = Startup.Indexer(settings, http, StorageClients.S3(Bucket), new Backoff(3, TimeSpan.Zero, TimeSpan.Zero, () => 0), TimeProvider.System);
    }

    public static DateTimeOffset Start { get; } = new(2026, 11, 26, 8, 0, 0, TimeSpan.Zero);

    public ManualTime Clock { get; } = new(Start);

    public BulkServer Search { get; } = new();

    public FakeBucket Bucket { get; } = new();

    public LogLines Log { get; } = new();

    public string Metrics { get; private set; } = "";

    public string? Variable(string name) => name switch
    {
        "SEARCH_ENDPOINT" => Search.Address.ToString().TrimEnd('/'),
        "AWS_REGION" => "eu-west-1",
        "SEARCH_RETENTION_DAYS" => "14",
        "LAKE_BUCKET" => "lake",
        _ => "stack-" + name.ToLowerInvariant().Split('_')[0],
    };

    public Task<string> HandleAsync(string json) => InvokeAsync<KinesisEvent, StreamsEventResponse>(
        json, (batch, metrics, context) => new IndexEvents(indexer, metrics, Clock).HandleAsync(batch, context));

    public Task<string> HandleTopicAsync(string json) => InvokeAsync<TopicBatch, TopicAnswer>(
        json, (batch, metrics, context) => new IndexTopicEvents(indexer, metrics, Clock).HandleAsync(batch, context));

    public Task<string> DropAsync() => InvokeAsync<DailyTick, DroppedIndices>(
        "{}", (tick, metrics, context) => new DropOldEvents(settings, http, metrics, Clock).HandleAsync(tick, context));

    // As Lambda does: through the serializer and the handler.
    private async Task<string> InvokeAsync<TIn, TOut>(string json, Func<TIn, EmbeddedMetrics, TestLambdaContext, Task<TOut>> handle)
    {
        using var request = new MemoryStream(Encoding.UTF8.GetBytes(json));
        using var output = new MemoryStream();
        using var response = new MemoryStream();
        var answer = await handle(
            Serializer.Deserialize<TIn>(request),
            new EmbeddedMetrics(output, Clock),
            new TestLambdaContext { FunctionName = "search", AwsRequestId = "request-1", Logger = Log, RemainingTime = TimeSpan.FromMinutes(2) });
        Metrics = Encoding.UTF8.GetString(output.ToArray());
        Serializer.Serialize(answer, response);
        return Encoding.UTF8.GetString(response.ToArray());
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Search.DisposeAsync();
    }
}
