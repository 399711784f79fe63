using System.Net;
using System.Text;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.TestUtilities;
using Amazon.SimpleNotificationService;
using AwsFakes;
using RealTime.Processing;
using RealTime.Tables;
using RecordStreaming;
using SdkFakes;
using StreamBatches;
using Telemetry;
using Tests.Shared;

namespace StreamMinutes.Tests;

/// <summary>The functions over the SDK's clients, with tables, a bucket and a topic.</summary>
internal sealed class Cloud
{
    private static readonly SourceGeneratorLambdaJsonSerializer<StreamJson> Serializer = new();

    private readonly ManualTime clock = new();
    private readonly Ports ports;

    public Cloud()
    {
        Tables = new(Keys);
        ports = Startup.Ports(
            Settings,
            StorageClients.DynamoDB(Tables.Answer),
            StorageClients.S3(Bucket),
            new AmazonSimpleNotificationServiceClient(
                StorageClients.Credentials, StorageClients.Configure(new AmazonSimpleNotificationServiceConfig(), (request, _) => PublishAsync(request))),
            clock);
    }

    public static StreamSettings Settings { get; } = StreamSettings.Read(name => name switch
    {
        "ALERT_TOPIC" => "arn:aws:sns:eu-west-1:123456789012:truck-alerts",
        "LAKE_BUCKET" => "lake",
        _ => "stack-" + name.ToLowerInvariant().Split('_')[0],
    });

    /// <summary>The key attributes of each table.</summary>
    public static IReadOnlyDictionary<string, string[]> Keys { get; } = TableSchema.All.ToDictionary(
        table => Settings.Tables[table.Name], table => table.SortKey is { } sort ? [table.PartitionKey, sort] : new[] { table.PartitionKey });

    public FakeItems Tables { get; }

    public FakeBucket Bucket { get; } = new();

    /// <summary>What was published, as the form's members.</summary>
    public List<string> Published { get; } = [];

    public bool IsTopicDown { get; set; }

    public LogLines Log { get; } = new();

    public string Metrics { get; private set; } = "";

    /// <summary>As Lambda does: through the serializer and the handler.</summary>
    public async Task<string> HandleAsync(string json)
    {
        using var request = new MemoryStream(Encoding.UTF8.GetBytes(json));
        using var output = new MemoryStream();
        var function = new CountEvents(Startup.Function(Settings, ports), new EmbeddedMetrics(output, clock), clock);
        var answer = await function.HandleAsync(
            Serializer.Deserialize<Amazon.Lambda.KinesisEvents.KinesisEvent>(request),
            new TestLambdaContext { FunctionName = "minutes", AwsRequestId = "request-1", Logger = Log, RemainingTime = TimeSpan.FromSeconds(60) });
        Metrics = Encoding.UTF8.GetString(output.ToArray());
        using var response = new MemoryStream();
        Serializer.Serialize(answer, response);
        return Encoding.UTF8.GetString(response.ToArray());
    }

    /// <summary>What went on to the lake, a Firehose record each.</summary>
    public List<string> Delivered { get; } = [];

    public bool IsDeliveryDown { get; set; }

    /// <summary>A batch of a Kafka topic, as Lambda does: through the serializer and the handler.</summary>
    public async Task<string> HandleTopicAsync(string json)
    {
        using var request = new MemoryStream(Encoding.UTF8.GetBytes(json));
        using var output = new MemoryStream();
        var archive = new TopicArchive(new RecordSender(new Delivery(this), new Backoff(2, TimeSpan.Zero, TimeSpan.Zero, () => 0), TimeProvider.System));
        var function = new CountTopicEvents(Startup.Function(Settings, ports), archive, new EmbeddedMetrics(output, clock), clock);
        var answer = await function.HandleAsync(
            Serializer.Deserialize<TopicBatch>(request),
            new TestLambdaContext { FunctionName = "minutes", AwsRequestId = "request-1", Logger = Log, RemainingTime = TimeSpan.FromSeconds(60) });
        Metrics = Encoding.UTF8.GetString(output.ToArray());
        using var response = new MemoryStream();
        Serializer.Serialize(answer, response);
        return Encoding.UTF8.GetString(response.ToArray());
    }

    /// <summary>As the one-machine stage does: bytes to bytes.</summary>
    public async Task<string> InvokeAsync(string json) =>
        Encoding.UTF8.GetString(await Startup.Function(Settings, ports).InvokeAsync(Encoding.UTF8.GetBytes(json)));

    private sealed class Delivery(Cloud cloud) : IRecordSink
    {
        public Task<IReadOnlyList<string?>> PutAsync(IReadOnlyList<RecordStreaming.StreamRecord> records, CancellationToken cancellation = default)
        {
            if (cloud.IsDeliveryDown)
            {
                return Task.FromResult<IReadOnlyList<string?>>([.. records.Select(_ => "ServiceUnavailableException")]);
            }

            cloud.Delivered.AddRange(records.Select(record => Encoding.UTF8.GetString(record.Data.Span)));
            return Task.FromResult<IReadOnlyList<string?>>(new string?[records.Count]);
        }
    }

    private async Task<HttpResponseMessage> PublishAsync(HttpRequestMessage request)
    {
        if (IsTopicDown)
        {
            return new(HttpStatusCode.ServiceUnavailable) { Content = new StringContent("") };
        }

        Published.Add(WebUtility.UrlDecode(await request.Content!.ReadAsStringAsync()));
        return new(HttpStatusCode.OK)
        {
            Content = new StringContent(
                """
                <PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>m</MessageId></PublishResult>
                <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></PublishResponse>
                """),
        };
    }
}
