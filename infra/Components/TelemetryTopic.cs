using Infra.Policies;
using Pulumi;
using Pulumi.Aws.Lambda;
using Pulumi.Aws.Lambda.Inputs;
using Pulumi.Aws.Msk;
using Pulumi.Aws.Msk.Inputs;
using Workflow;

namespace Infra.Components;

/// <summary>
/// The topic of trucks' reports over Kafka: a private MSK cluster of three brokers with IAM and TLS alone, its topic, and
/// the event source mapping that hands the events over.
/// </summary>
internal sealed class TelemetryTopic : Component
{
    /// <summary>The topic's name, which is also the stream's on one machine.</summary>
    public const string TopicName = "telemetry";

    // There is one broker in each availability zone: with two copies in sync, one broker may fail.
    private const int Brokers = 3;
    private const int Partitions = 3;

    private const int VolumeGib = 20;

    // The bytes of a partition, so that three of them with their copies never fill a broker's volume: 3 of 20 GiB.
    private const long PartitionBytes = 1L << 30;

    // "Supported Apache Kafka versions" in the MSK developer guide lists them; that this one is recommended is not verified.
    private const string Version = "3.8.x";

    private readonly Scope scope;
    private readonly StreamOptions options;

    public TelemetryTopic(StreamOptions options, PrivateNetwork network, Scope scope, Resource parent)
        : base("TelemetryTopic", "telemetry-topic", new() { Parent = parent })
    {
        (this.scope, this.options) = (scope, options);

        Access = new BrokerAccess(network, scope, this);
        Cluster = CreateCluster(network);
        Topic = new Topic("telemetry-topic-of-events", new()
        {
            ClusterArn = Cluster.Arn,
            Name = TopicName,
            PartitionCount = Partitions,
            ReplicationFactor = Brokers,
        }, Child);

        RegisterOutputs();
    }

    public BrokerAccess Access { get; }

    public Cluster Cluster { get; }

    public Topic Topic { get; }

    /// <summary>The outputs that <c>pulumi stack output</c> shows of the topic.</summary>
    public IEnumerable<KeyValuePair<string, object?>> Outputs =>
    [
        KeyValuePair.Create("telemetryBrokers", (object?)Cluster.BootstrapBrokersSaslIam),
        KeyValuePair.Create("telemetryProducerGroup", (object?)Access.ProducerGroup.Id),
    ];

    // Prices in us-east-1 from aws.amazon.com/msk/pricing and aws.amazon.com/lambda/pricing; not verified.
    public static string Cost(string brokerType) =>
        $"{Brokers} brokers {brokerType}{(brokerType == Settings.UsualBrokerType ? ", about $104 a month together with their volumes" : "")}, and a poller of Lambda, about $133 a month";

    /// <summary>The rights of the function behind the mapping, because Lambda polls with its role.</summary>
    /// <param name="reader">The name of the function, which is its consumer group's too.</param>
    /// <remarks>AWS Lambda Developer Guide, "Configuring Lambda permissions for Amazon MSK event source mappings".</remarks>
    public IEnumerable<Statement> MayPoll(string reader) =>
    [
        new("FindBrokers", ["kafka:DescribeClusterV2", "kafka:GetBootstrapBrokers"], Cluster.Arn),
        new("Connect", ["kafka-cluster:Connect", "kafka-cluster:DescribeClusterDynamicConfiguration"], Cluster.Arn),
        new("ReadTopic", ["kafka-cluster:DescribeTopic", "kafka-cluster:ReadData"], Of("topic", TopicName)),
        new("JoinGroup", ["kafka-cluster:AlterGroup", "kafka-cluster:DescribeGroup"], Of("group", scope.Names.Of(reader))),
        AnyResource.BrokerNetwork,
    ];

    /// <summary>Hands the topic's events to the function, in batches that may hold several partitions.</summary>
    public EventSourceMapping ConsumeBy(Function function, string reader, DataLake lake, CustomResourceOptions resource)
    {
        var args = EventSource.Of(Cluster.Arn, function, options, lake);
        args.Topics = [Topic.Name];
        args.AmazonManagedKafkaEventSourceConfig = new EventSourceMappingAmazonManagedKafkaEventSourceConfigArgs
        {
            ConsumerGroupId = scope.Names.Of(reader),
        };
        // Retries, bisecting and partial batches are to be had in this mode alone, and it needs neither NAT nor PrivateLink.
        args.ProvisionedPollerConfig = new EventSourceMappingProvisionedPollerConfigArgs
        {
            MinimumPollers = 1,
            MaximumPollers = 2,
            // Whoever else reads the topic shares the pollers, and what they cost.
            PollerGroupName = scope.Names.Of(TopicName),
        };
        return new($"{TopicName}-to-{reader}", args, resource);
    }

    private Cluster CreateCluster(PrivateNetwork network)
    {
        var name = scope.Names.Of("telemetry");
        var log = Logs.Group("telemetry-brokers", $"/aws/vendedlogs/msk/{name}", scope, Child);
        var configuration = new Pulumi.Aws.Msk.Configuration("telemetry-broker-configuration", new()
        {
            Name = name,
            KafkaVersions = [Version],
            ServerProperties = string.Join('\n',
            [
                "auto.create.topics.enable=false",
                "default.replication.factor=3",
                "min.insync.replicas=2",
                // Whether an event came too late is judged by the time at which the broker took it, not by its sender's clock.
                "log.message.timestamp.type=LogAppendTime",
                $"log.retention.hours={options.RetentionHours}",
                $"log.retention.bytes={PartitionBytes}",
                "allow.everyone.if.no.acl.found=false",
                "",
            ]),
        }, Child);

        return new("telemetry-cluster", new()
        {
            ClusterName = name,
            KafkaVersion = Version,
            NumberOfBrokerNodes = Brokers,
            BrokerNodeGroupInfo = new ClusterBrokerNodeGroupInfoArgs
            {
                InstanceType = scope.Settings.BrokerType,
                ClientSubnets = [.. network.Subnets.Take(Brokers).Select(subnet => subnet.Id)],
                SecurityGroups = [Access.BrokerGroup.Id],
                StorageInfo = new ClusterBrokerNodeGroupInfoStorageInfoArgs
                {
                    EbsStorageInfo = new ClusterBrokerNodeGroupInfoStorageInfoEbsStorageInfoArgs { VolumeSize = VolumeGib },
                },
                ConnectivityInfo = new ClusterBrokerNodeGroupInfoConnectivityInfoArgs
                {
                    PublicAccess = new ClusterBrokerNodeGroupInfoConnectivityInfoPublicAccessArgs { Type = "DISABLED" },
                },
            },
            ConfigurationInfo = new ClusterConfigurationInfoArgs { Arn = configuration.Arn, Revision = configuration.LatestRevision },
            ClientAuthentication = new ClusterClientAuthenticationArgs
            {
                Sasl = new ClusterClientAuthenticationSaslArgs { Iam = true },
                Unauthenticated = false,
            },
            EncryptionInfo = new ClusterEncryptionInfoArgs
            {
                EncryptionAtRestKmsKeyArn = scope.Encryption.Key,
                EncryptionInTransit = new ClusterEncryptionInfoEncryptionInTransitArgs { ClientBroker = "TLS", InCluster = true },
            },
            LoggingInfo = new ClusterLoggingInfoArgs
            {
                BrokerLogs = new ClusterLoggingInfoBrokerLogsArgs
                {
                    CloudwatchLogs = new ClusterLoggingInfoBrokerLogsCloudwatchLogsArgs { Enabled = true, LogGroup = log.Name },
                },
            },
        }, Child);
    }

    // arn:…:cluster/NAME/ID names a topic as arn:…:topic/NAME/ID/TOPIC ("IAM access control", MSK developer guide).
    private Output<string> Of(string kind, string name) =>
        Cluster.Arn.Apply(arn => $"{arn.Replace(":cluster/", $":{kind}/", StringComparison.Ordinal)}/{name}");
}
