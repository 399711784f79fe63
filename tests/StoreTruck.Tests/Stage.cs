using System.Text;
using System.Text.Json;
using Amazon.Lambda.TestUtilities;
using AwsFakes;
using DispatchLedger;
using RecordStreaming;
using RecordStreaming.Firehose;
using Replenishment;
using Replenishment.Dispatching;
using Replenishment.Waves;
using SdkFakes;
using StreamStorage;
using Telemetry;
using Tests.Shared;

namespace StoreTruck.Tests;

/// <summary>The function over the SDK's clients, queues, a table and a stream; each invocation is a process of its own.</summary>
internal sealed class Stage
{
    public const string Deliveries = "deliveries";
    public const string Waiting = "waiting";

    private static readonly WaveSerializer Serializer = new();

    public static readonly TimeSpan StreamLag = TimeSpan.FromMinutes(15);

    public Stage() => Queues = new(Clock);

    public FakeSqs Queues { get; }

    public FakeDynamo Table { get; } = new("dispatched");

    public FakeFirehose Stream { get; } = new("dispatches");

    public FakeBucket Bucket { get; } = new();

    /// <summary>Whether trucks are followed on the road.</summary>
    public bool KeepsRoutes { get; set; } = true;

    public ManualTime Clock { get; } = new();

    /// <summary>On it, what waits before another attempt waits no time.</summary>
    public InstantClock Waits { get; } = new();

    public LogLines Log { get; } = new();

    public string Metrics { get; private set; } = "";

    /// <summary>What stands between the function and AWS; a test may let it fail.</summary>
    public Func<Operation, Operation> Network { get; set; } = service => service;

    /// <summary>The ledger's keys, in order.</summary>
    public IEnumerable<string> Recorded => Table.Items.Keys.Order(StringComparer.Ordinal);

    /// <summary>The rows on the stream by order key, those sent twice twice.</summary>
    public ILookup<string, Dispatch> Streamed =>
        Stream.Documents
            .Select(document => JsonSerializer.Deserialize(document, ReplenishmentJson.Wire.Dispatch)!)
            .ToLookup(dispatch => dispatch.OrderKey);

    /// <summary>Calls the function once requests are on the queue.</summary>
    /// <returns>Its answer.</returns>
    public async Task<JsonElement> WaveAsync(IEnumerable<string> bodies, TimeSpan? remaining = null)
    {
        Queues.Send(Deliveries, bodies);
        using var request = new MemoryStream("""{"source":"schedule"}"""u8.ToArray());
        using var output = new MemoryStream();
        using var sqs = FakeClients.SQS(Network(Queues.Answer));
        using var dynamo = FakeClients.DynamoDB(Network(Table.Answer));
        using var s3 = StorageClients.S3(Bucket);
        using var firehose = FakeClients.Firehose(Network(Stream.Answer));
        var backoff = new Backoff(Attempts: 3, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), () => 1);
        var roads = new LakeRoads(s3, "lake");
        var trucks = new TruckDispatcher(
            new DynamoDispatchLedger(dynamo, "dispatched", backoff, Waits),
            new FirehoseDispatchStream(new RecordSender(new FirehoseSink(firehose, "dispatches"), backoff, Waits)),
            roads,
            StreamLag,
            Clock,
            new DynamoTruckDays(dynamo, "dispatched", Clock));
        var function = new DispatchTrucks(
            new TruckWaves(
                new SqsRequestSource(sqs, $"https://sqs.test/123456789012/{Deliveries}", $"https://sqs.test/123456789012/{Waiting}", backoff, Waits),
                new DynamoWaveLease(dynamo, "dispatched", Clock),
                trucks,
                new RouteKeeper(KeepsRoutes ? new S3Routes(s3, "lake", Clock) : null, Log.Log).KeepAsync,
                Clock),
            roads,
            new EmbeddedMetrics(output, Clock));
        try
        {
            var answer = await function.HandleAsync(
                Serializer.Deserialize<WaveStart>(request),
                new TestLambdaContext
                {
                    FunctionName = "truck",
                    AwsRequestId = "request-1",
                    Logger = Log,
                    RemainingTime = remaining ?? TimeSpan.FromMinutes(15),
                });
            using var response = new MemoryStream();
            Serializer.Serialize(answer, response);
            return JsonElement.Parse(Encoding.UTF8.GetString(response.ToArray()));
        }
        finally
        {
            Metrics = Encoding.UTF8.GetString(output.ToArray());
        }
    }

    public Task<JsonElement> WaveAsync(params string[] bodies) => WaveAsync(bodies, remaining: null);
}
