using System.Text;
using System.Text.Json;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.Lambda.SQSEvents;
using Amazon.Lambda.TestUtilities;
using AwsFakes;
using DispatchLedger;
using RecordStreaming;
using RecordStreaming.Firehose;
using Replenishment;
using Replenishment.Dispatching;
using SdkFakes;
using StreamStorage;
using Telemetry;
using Tests.Shared;

namespace StoreTruck.Tests;

/// <summary>The function over the SDK's clients, a table and a stream; each invocation is a process of its own.</summary>
internal sealed class Stage
{
    private static readonly SourceGeneratorLambdaJsonSerializer<SqsJson> Serializer = new();

    public static readonly TimeSpan StreamLag = TimeSpan.FromMinutes(15);

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

    public async Task<string> HandleAsync(string json, TimeSpan? remaining = null)
    {
        using var request = new MemoryStream(Encoding.UTF8.GetBytes(json));
        using var output = new MemoryStream();
        using var dynamo = FakeClients.DynamoDB(Network(Table.Answer));
        using var s3 = StorageClients.S3(Bucket);
        using var firehose = FakeClients.Firehose(Network(Stream.Answer));
        var backoff = new Backoff(Attempts: 3, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), () => 1);
        var function = new DispatchTrucks(
            new TruckDispatcher(
                new DynamoDispatchLedger(dynamo, "dispatched", backoff, Waits),
                new FirehoseDispatchStream(new RecordSender(new FirehoseSink(firehose, "dispatches"), backoff, Waits)),
                EstimatedRoads.Everywhere,
                StreamLag,
                Clock),
            new RouteKeeper(KeepsRoutes ? new S3Routes(s3, "lake", Clock) : null),
            new EmbeddedMetrics(output, Clock),
            Clock);

        var answer = await function.HandleAsync(
            Serializer.Deserialize<SQSEvent>(request),
            new TestLambdaContext
            {
                FunctionName = "truck",
                AwsRequestId = "request-1",
                Logger = Log,
                RemainingTime = remaining ?? TimeSpan.FromSeconds(60),
            });

        Metrics = Encoding.UTF8.GetString(output.ToArray());
        using var response = new MemoryStream();
        Serializer.Serialize(answer, response);
        return Encoding.UTF8.GetString(response.ToArray());
    }
}
