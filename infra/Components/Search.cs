using System.Text.Json;
using Infra.Observation;
using Infra.Policies;
using Pulumi;
using Pulumi.Aws.Lambda;
using Pulumi.Aws.OpenSearch;
using Pulumi.Aws.OpenSearch.Inputs;
using Pulumi.Aws.Sfn;
using Telemetry;
using Workflow;

namespace Infra.Components;

/// <summary>
/// The streams' events in OpenSearch Serverless, to be searched and charted: a collection that sleeps while nobody asks, and
/// the functions that write the events and forget them again. It is a copy: every event lies in the lake.
/// </summary>
internal sealed class Search : Component, IOptionalPart
{
    public const string IndexHandler = "StreamSearch::StreamSearch.IndexEvents_HandleAsync_Generated::HandleAsync";
    public const string TopicHandler = "StreamSearch::StreamSearch.IndexTopicEvents_HandleAsync_Generated::HandleAsync";
    public const string DropHandler = "StreamSearch::StreamSearch.DropOldEvents_HandleAsync_Generated::HandleAsync";

    private const string IndexName = "index-events";
    private const string IndexTopicName = "index-topic-events";
    private const string DropName = "drop-old-events";

    // Where an event may lie: one index for each stream and day.
    private static readonly string[] Indices = [.. WorkflowFiles.Streams.Keys.Select(stream => $"{stream}-*")];

    // A collection that sleeps takes half a minute for its first answer, and is asked more than once.
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    // Search may be behind for a while; what it is never told of comes to be when the streams forget it.
    private static readonly TimeSpan LongestLag = TimeSpan.FromMinutes(15);

    // Records of a topic: what a thousand trucks send in that time.
    private const double MostWaiting = 90_000;

    private readonly RealTime realTime;
    private readonly DataLake lake;
    private readonly Scope scope;
    private readonly ServerlessCollection collection;
    private readonly Function indexEvents;
    private readonly Function? indexTopicEvents;
    private readonly Function dropOldEvents;
    private readonly IReadOnlyDictionary<string, EventSourceMapping> mappings;
    private readonly EventSourceMapping? topicMapping;

    public Search(RealTime realTime, DataLake lake, Scope scope, Resource parent)
        : base("Search", "search", new() { Parent = parent })
    {
        this.realTime = realTime;
        this.lake = lake;
        this.scope = scope;

        collection = CreateCollection();
        var index = CreateFunction(IndexName, "Writes the streams' events to search", IndexHandler, [
            .. EventSource.MayPoll(realTime.Streams.Values, lake),
            .. MayWrite("kinesis"),
        ]);
        var indexTopic = realTime.Topic is { } topic
            ? CreateFunction(IndexTopicName, "Writes the topic's events to search", TopicHandler, [
                .. topic.MayPoll(IndexTopicName),
                EventSource.MayKeepFailures(lake),
                .. MayWrite(),
            ])
            : null;
        var drop = CreateFunction(DropName, "Deletes the events that have been in search for long enough", DropHandler, [
            .. scope.Encryption.DecryptThrough("lambda"),
        ]);
        (indexEvents, indexTopicEvents, dropOldEvents) = (index.Function, indexTopic?.Function, drop.Function);

        // Without it search refuses the first batches.
        var access = LetIn(index, indexTopic, drop);
        mappings = realTime.Streams.ToDictionary(
            stream => stream.Key,
            stream => EventSource.OfStream(
                $"{stream.Key}-to-{IndexName}", stream.Value, indexEvents, WorkflowFiles.Streams[stream.Key], lake, ChildAfter(access)));
        topicMapping = indexTopicEvents is { } function
            ? realTime.Topic!.ConsumeBy(function, IndexTopicName, lake, ChildAfter(access))
            : null;
        _ = new FunctionSchedule(
            dropOldEvents,
            new(DropName, DropName, "Deletes old events from search", "DropOldEvents", "rate(1 day)", new { }),
            scope,
            this);

        RegisterOutputs();
    }

    public IEnumerable<Alarm> Alarms =>
    [
        .. mappings.SelectMany(mapping => EventSource.Alarms($"search-{mapping.Key}", mapping.Value, IndexName)),
        .. Observation.Alarms.OfFunction(IndexName, indexEvents),
        .. Observation.Alarms.OfFunction(DropName, dropOldEvents),
        new(
            "search-behind",
            Metric.Of(indexEvents, "IteratorAge"),
            $"Events come to search more than a quarter of an hour late: read the log group of {IndexName} for what search answers.")
        {
            Most = LongestLag.TotalMilliseconds,
        },
        Rejected("search-rejected", indexEvents),
        .. indexTopicEvents is { } function && topicMapping is { } mapping ? OfTopic(function, mapping) : [],
    ];

    public IEnumerable<DashboardColumn> Columns =>
    [
        new(
            "Search",
            Flow: [.. Writers.Select(function => Metric.Counted(function, MetricName.IndexedEvents))],
            Trouble:
            [
                .. Writers.SelectMany(function => new[]
                {
                    Metric.Counted(function, MetricName.EventsToRepeat),
                    Metric.Counted(function, MetricName.RejectedEvents),
                    Metric.Of(function, "Errors"),
                }),
                Metric.Of(indexEvents, "IteratorAge"),
            ]),
    ];

    public IEnumerable<StateMachine> StateMachines => [];

    public string? BilledByTheHour =>
        $"search: OpenSearch Serverless at about $0.24 an OCU-hour, nothing while it sleeps, and about $175 a month for one OCU that indexes all day long; {scope.Settings.SearchOcus} at most for indexing and {scope.Settings.SearchOcus} for searching";

    public IEnumerable<KeyValuePair<string, object?>> Outputs =>
    [
        new("searchEndpoint", collection.CollectionEndpoint),
        new("searchDashboards", collection.DashboardEndpoint),
    ];

    private string Name => scope.Names.Prefix;

    private IEnumerable<Function> Writers => indexTopicEvents is { } function ? [indexEvents, function] : [indexEvents];

    private static Alarm Rejected(string name, Function function) => new(
        name,
        Metric.Counted(function, MetricName.RejectedEvents),
        $"Search does not take some events: they lie with its words under {LakeLayout.RejectedBySearch} in the lake.");

    private static IEnumerable<Alarm> OfTopic(Function function, EventSourceMapping mapping) =>
    [
        .. EventSource.Alarms("search-topic", mapping, IndexTopicName),
        .. Observation.Alarms.OfFunction(IndexTopicName, function),
        new(
            "search-topic-behind",
            Metric.Of(function, "OffsetLag"),
            $"The topic's events come to search late: read the log group of {IndexTopicName} for what search answers.")
        {
            Most = MostWaiting,
        },
        Rejected("search-topic-rejected", function),
    ];

    // Of the three types of collections only this one takes a document's id from its writer, so that an event that comes twice is
    // there once (docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-genref.html, aoss:WriteDocument). And
    // only a collection of the second generation sleeps, which has to be in a group (…/serverless-scale-to-zero.html).
    private ServerlessCollection CreateCollection()
    {
        var encryption = new ServerlessSecurityPolicy("search-encryption", new()
        {
            Name = Name,
            Type = "encryption",
            Policy = (scope.Encryption.Key ?? "").Apply(key => key.Length == 0
                ? Json(new { Rules = new[] { Rule("collection", CollectionName) }, AWSOwnedKey = true })
                : Json(new { Rules = new[] { Rule("collection", CollectionName) }, AWSOwnedKey = false, KmsARN = key })),
        }, Child);
        // From everywhere, as S3 and DynamoDB are: who is let in is said by the data access policy, and each request is signed.
        var network = new ServerlessSecurityPolicy("search-network", new()
        {
            Name = Name,
            Type = "network",
            Policy = Json(new[]
            {
                new { Rules = new[] { Rule("collection", CollectionName), Rule("dashboard", CollectionName) }, AllowFromPublic = true },
            }),
        }, Child);
        var group = new ServerlessCollectionGroup("search-group", new()
        {
            Name = Name,
            Description = $"Events of {Name}",
            Generation = "NEXTGEN",
            StandbyReplicas = "ENABLED",
            CapacityLimits = new ServerlessCollectionGroupCapacityLimitArgs
            {
                MinIndexingCapacityInOcu = 0,
                MaxIndexingCapacityInOcu = scope.Settings.SearchOcus,
                MinSearchCapacityInOcu = 0,
                MaxSearchCapacityInOcu = scope.Settings.SearchOcus,
            },
        }, Child);

        return new("search-collection", new()
        {
            Name = Name,
            Description = $"Events of {Name}, {scope.Settings.SearchRetentionDays} days of them",
            Type = "SEARCH",
            CollectionGroupName = group.Name,
            StandbyReplicas = "ENABLED",
        }, ChildAfter(encryption, network));
    }

    private string CollectionName => $"collection/{Name}";

    private LambdaFunction CreateFunction(string name, string description, string handler, IEnumerable<Statement> may)
    {
        InputMap<string> environment = new()
        {
            ["LAKE_BUCKET"] = lake.Bucket.BucketName,
            ["SEARCH_ENDPOINT"] = collection.CollectionEndpoint,
            ["SEARCH_RETENTION_DAYS"] = $"{scope.Settings.SearchRetentionDays}",
        };
        foreach (var (variable, stream) in realTime.StreamNames)
        {
            environment.Add(variable, stream);
        }

        return new(
            name,
            new(description, handler, Timeout, MemoryMb: 512, Concurrency: WorkflowFiles.Streams.Values.Sum(stream => stream.Shards),
                May: [new("CallSearch", ["aoss:APIAccessAll"], collection.Arn), .. may])
            {
                Environment = environment,
            },
            scope,
            this);
    }

    private IEnumerable<Statement> MayWrite(params string[] services) =>
    [
        // Lambda looks for the bucket before it keeps what it gave up on.
        new("FindBucket", ["s3:ListBucket"], lake.Bucket.Arn),
        new("SetAside", ["s3:PutObject"], lake.Under(LakeLayout.RejectedBySearch)),
        .. scope.Encryption.Through([.. services, "lambda", "s3"]),
    ];

    // IAM lets a role call the collection; what it may do there is said here, index by index.
    private ServerlessAccessPolicy LetIn(LambdaFunction index, LambdaFunction? indexTopic, LambdaFunction drop)
    {
        var writers = Output.All(indexTopic is null ? [index.RoleArn] : new[] { index.RoleArn, indexTopic.RoleArn });
        return new("search-access", new()
        {
            Name = Name,
            Type = "data",
            Policy = Output.Tuple(writers, drop.RoleArn).Apply(roles => Json(
                new object[]
                {
                    new
                    {
                        Description = "Write events",
                        Rules = new[]
                        {
                            // The index template.
                            Rule("collection", [CollectionName], "aoss:CreateCollectionItems", "aoss:UpdateCollectionItems"),
                            Rule("index", Of(Indices), "aoss:CreateIndex", "aoss:UpdateIndex", "aoss:WriteDocument"),
                        },
                        Principal = roles.Item1,
                    },
                    new
                    {
                        Description = "Drop old events",
                        Rules = new[] { Rule("index", Of("*"), "aoss:DescribeIndex"), Rule("index", Of(Indices), "aoss:DeleteIndex") },
                        Principal = new[] { roles.Item2 },
                    },
                }.Concat(Readers()))),
        }, Child);
    }

    private IEnumerable<object> Readers() => scope.Settings.SearchReaders.All.Any()
        ?
        [
            new
            {
                Description = "Search, and make charts",
                Rules = new[]
                {
                    Rule("collection", [CollectionName], "aoss:DescribeCollectionItems", "aoss:CreateCollectionItems", "aoss:UpdateCollectionItems"),
                    Rule("index", Of("*"), "aoss:DescribeIndex", "aoss:ReadDocument"),
                },
                Principal = scope.Settings.SearchReaders.All,
            },
        ]
        : [];

    private string[] Of(params string[] indices) => [.. indices.Select(index => $"index/{Name}/{index}")];

    private static object Rule(string kind, string resource) => new { ResourceType = kind, Resource = new[] { resource } };

    private static object Rule(string kind, string[] resources, params string[] permissions) =>
        new { ResourceType = kind, Resource = resources, Permission = permissions };

    private static string Json(object policy) => JsonSerializer.Serialize(policy);
}
