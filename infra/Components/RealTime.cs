using Infra.Observation;
using Infra.Policies;
using Pulumi;
using Pulumi.Aws.DynamoDB;
using Pulumi.Aws.Kinesis;
using Pulumi.Aws.Lambda;
using Pulumi.Aws.Sfn;
using RealTime.Tables;
using Workflow;

namespace Infra.Components;

/// <summary>
/// The counting of events as they happen on the road and in the shops: the streams of events, the function that counts
/// them in minutes and judges the minutes, its tables, the alerts it raises, and the raw events' way into the lake.
/// </summary>
internal sealed class RealTime : Component, IOptionalPart
{
    public const string CountHandler = "StreamMinutes::StreamMinutes.CountEvents_HandleAsync_Generated::HandleAsync";
    public const string TopicHandler = "StreamMinutes::StreamMinutes.CountTopicEvents_HandleAsync_Generated::HandleAsync";
    public const string SilenceHandler = "StreamMinutes::StreamMinutes.CheckSilence_HandleAsync_Generated::HandleAsync";

    private const string CountTopicName = "count-topic-events";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly DataLake lake;
    private readonly Scope scope;

    /// <param name="network">The network of a topic's brokers; null when the settings ask for no topic.</param>
    public RealTime(DataLake lake, PrivateNetwork? network, Scope scope, Resource parent)
        : base("RealTime", "real-time", new() { Parent = parent })
    {
        this.lake = lake;
        this.scope = scope;

        Streams = WorkflowFiles.Streams
            .Where(stream => !IsByKafka(stream.Key))
            .ToDictionary(stream => stream.Key, stream => EventStream.Create(stream.Key, stream.Value, scope, Child));
        Archives = WorkflowFiles.Tables
            .Where(table => WorkflowFiles.Streams.ContainsKey(table.Name))
            .ToDictionary(table => table.Name, table => new TableStream(table, lake, scope, this, Streams.GetValueOrDefault(table.Name)).Stream);
        Tables = TableSchema.All.ToDictionary(schema => schema.Name, schema => ItemTables.Create(schema, scope, Child));
        Alerts = new StreamAlerts(scope, this);
        CountEvents = CreateFunction("count-events", "Counts the streams' events in minutes and judges them", CountHandler, [
            .. EventSource.MayPoll(Streams.Values, lake),
            .. scope.Encryption.Through("dynamodb", "kinesis", "lambda", "s3", "sns"),
        ]);
        if (scope.Settings.Kafka)
        {
            Topic = new TelemetryTopic(WorkflowFiles.Streams[TelemetryTopic.TopicName], network!, scope, this);
            CountTopicEvents = CreateTopicFunction(Topic);
            TopicMapping = Topic.ConsumeBy(CountTopicEvents, CountTopicName, lake, Child);
        }

        CheckSilence = CreateFunction("check-silence", "Raises alerts of trucks that stopped sending", SilenceHandler, [
            new("ListTrucks", ["dynamodb:Scan"], Tables["trucks"].Arn),
            .. scope.Encryption.Through("dynamodb", "lambda", "s3", "sns"),
        ]);
        Mappings = Streams.ToDictionary(
            stream => stream.Key,
            stream => EventSource.OfStream(
                $"{stream.Key}-to-count-events", stream.Value, CountEvents, WorkflowFiles.Streams[stream.Key], lake, Child));
        // A truck that sends nothing closes no minute of its own.
        _ = new FunctionSchedule(
            CheckSilence,
            new("silence", "check-silence", "Looks for trucks that stopped sending", "CheckSilence", "rate(1 minute)", new { }),
            scope,
            this);

        RegisterOutputs();
    }

    /// <summary>The streams, by their names on one machine.</summary>
    public IReadOnlyDictionary<string, Stream> Streams { get; }

    /// <summary>The raw events' ways into the lake, by the tables' names.</summary>
    public IReadOnlyDictionary<string, FirehoseDeliveryStream> Archives { get; }

    /// <summary>The event source mappings, by the streams' names on one machine.</summary>
    public IReadOnlyDictionary<string, EventSourceMapping> Mappings { get; }

    /// <summary>The tables, by their names on one machine.</summary>
    public IReadOnlyDictionary<string, Table> Tables { get; }

    public StreamAlerts Alerts { get; }

    public Function CountEvents { get; }

    public Function CheckSilence { get; }

    /// <summary>Null: what trucks report comes by way of Kinesis.</summary>
    public TelemetryTopic? Topic { get; }

    /// <summary>The function that counts the events of the topic; null without a topic.</summary>
    public Function? CountTopicEvents { get; }

    /// <summary>The event source mapping of the topic; null without a topic.</summary>
    public EventSourceMapping? TopicMapping { get; }

    public IEnumerable<Alarm> Alarms => RealTimeAlarms.Of(this, scope.Settings.StreamLag);

    public IEnumerable<DashboardColumn> Columns => RealTimeColumns.Of(this);

    public IEnumerable<StateMachine> StateMachines => [];

    public string? BilledByTheHour =>
        $"realtime: {Count(Streams.Keys.Sum(stream => WorkflowFiles.Streams[stream].Shards), "shard")} of Kinesis, about $11 a month each"
        + (Topic is null ? "" : $"; source kafka: {TelemetryTopic.Cost(scope.Settings.BrokerType)}");

    public IEnumerable<KeyValuePair<string, object?>> Outputs =>
    [
        .. Streams.Select(stream => KeyValuePair.Create($"{stream.Key}Stream", (object?)stream.Value.Name)),
        .. Tables.Select(table => KeyValuePair.Create($"{table.Key}Table", (object?)table.Value.Name)),
        .. Topic?.Outputs ?? [],
        KeyValuePair.Create("fleetMap", (object?)lake.Bucket.BucketName.Apply(bucket =>
            $"dotnet run --project apps/StoreApp -- fleet --region {scope.Account.Region} --tables {scope.Names.Of("")} --lake {bucket}")),
        KeyValuePair.Create("streamAlertsTopicArn", (object?)Alerts.TopicArn),
        KeyValuePair.Create("openAlerts", (object?)Tables["alerts"].Name.Apply(table =>
            $"aws dynamodb scan --region {scope.Account.Region} --table-name {table} --filter-expression '#s = :open' "
            + """--expression-attribute-names '{"#s":"status"}' --expression-attribute-values '{":open":{"S":"open"}}'""")),
    ];

    /// <summary>The names of the streams as they are deployed, which functions get through their environment.</summary>
    public IEnumerable<(string Variable, Input<string> Name)> StreamNames => WorkflowFiles.Streams.Keys.Select(
        name => ($"{name.ToUpperInvariant()}_STREAM", IsByKafka(name) ? name : (Input<string>)Streams[name].Name));

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private bool IsByKafka(string stream) => scope.Settings.Kafka && stream == TelemetryTopic.TopicName;

    private Function CreateTopicFunction(TelemetryTopic topic)
    {
        var archive = Archives[TelemetryTopic.TopicName];
        return CreateFunction(
            CountTopicName,
            "Counts the topic's events in minutes, judges them, and sends them on to the lake",
            TopicHandler,
            [
                .. topic.MayPoll(CountTopicName),
                EventSource.MayKeepFailures(lake),
                new("SendToLake", ["firehose:PutRecordBatch"], archive.Arn),
                .. scope.Encryption.Through("dynamodb", "firehose", "lambda", "s3", "sns"),
            ],
            ("TELEMETRY_DELIVERY", archive.Name));
    }

    private Function CreateFunction(string name, string description, string handler, IEnumerable<Statement> mayAlso, params (string Name, Input<string> Value)[] variables) =>
        new LambdaFunction(
            name,
            new(description, handler, Timeout, MemoryMb: 1024, Concurrency: WorkflowFiles.Streams.Values.Sum(stream => stream.Shards),
                May:
                [
                    new(
                        "KeepItems",
                        ["dynamodb:BatchGetItem", "dynamodb:PutItem"],
                        [.. Tables.Values.Select(table => table.Arn)]),
                    new("ReadMinutes", ["dynamodb:Query"], Tables["minutes"].Arn),
                    // Without this right, S3 answers that a missing route is forbidden.
                    new("FindObjects", ["s3:ListBucket"], lake.Bucket.Arn),
                    new("SetAside", ["s3:PutObject"], [.. LakeLayout.SetAside.Select(prefix => lake.Under(prefix))]),
                    new("ReadRoutes", ["s3:GetObject"], lake.Under(LakeLayout.Routes)),
                    new("RaiseAlerts", ["sns:Publish"], Alerts.TopicArn),
                    .. mayAlso,
                ])
            {
                Environment = Environment(variables),
            },
            scope,
            this).Function;

    private InputMap<string> Environment((string Name, Input<string> Value)[] more)
    {
        InputMap<string> environment = new()
        {
            ["ALERT_TOPIC"] = Alerts.TopicArn,
            ["LAKE_BUCKET"] = lake.Bucket.BucketName,
        };
        foreach (var (name, value) in StreamNames)
        {
            environment.Add(name, value);
        }

        foreach (var (name, value) in more)
        {
            environment.Add(name, value);
        }

        foreach (var (name, table) in Tables)
        {
            environment.Add($"{name.ToUpperInvariant()}_TABLE", table.Name);
        }

        return environment;
    }
}
