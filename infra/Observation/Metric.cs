using Pulumi;
using Pulumi.Aws.Athena;
using Pulumi.Aws.DynamoDB;
using Pulumi.Aws.Kinesis;
using Pulumi.Aws.Lambda;
using Pulumi.Aws.Msk;
using Pulumi.Aws.Sfn;
using Pulumi.Aws.Sqs;
using Telemetry;

namespace Infra.Observation;

/// <summary>A number that AWS measures of one resource.</summary>
/// <param name="Dimension">The dimension by which the service tells its resources apart.</param>
internal sealed record Metric(string Namespace, string Name, string Dimension, Output<string> Resource)
{
    // Of a level, the highest value counts; all other metrics are counts, and are added up.
    private static readonly string[] Levels =
    [
        "ApproximateAgeOfOldestMessage", "ApproximateNumberOfMessagesVisible", "DeliveryToS3.DataFreshness", "Duration",
        "GetRecords.IteratorAgeMilliseconds", "IteratorAge", "OfflinePartitionsCount", "OffsetLag", "TotalExecutionTime",
        nameof(MetricName.WaitingRequests),
    ];

    // A share of each call.
    private static readonly string[] Shares = [nameof(MetricName.LatePercent)];

    /// <summary>The statistic that stands for the five minutes over which the metric is evaluated.</summary>
    public string Statistic => Levels.Contains(Name) ? "Maximum" : Shares.Contains(Name) ? "Average" : "Sum";

    public static Metric Of(Workgroup workgroup, string name) => new("AWS/Athena", name, "WorkGroup", workgroup.Name);

    public static Metric Of(FirehoseDeliveryStream stream, string name) =>
        new("AWS/Firehose", name, "DeliveryStreamName", stream.Name);

    public static Metric Of(Cluster cluster, string name) => new("AWS/Kafka", name, "Cluster Name", cluster.ClusterName);

    public static Metric Of(Stream stream, string name) => new("AWS/Kinesis", name, "StreamName", stream.Name);

    public static Metric Of(EventSourceMapping mapping, string name) =>
        new("AWS/Lambda", name, "EventSourceMappingUUID", mapping.Uuid);

    /// <summary>A metric that a function counts itself.</summary>
    public static Metric Counted(Function function, MetricName name) =>
        new(EmbeddedMetrics.Namespace, name.ToString(), EmbeddedMetrics.Dimension, function.Name);

    public static Metric Of(Function function, string name) => new("AWS/Lambda", name, "FunctionName", function.Name);

    public static Metric Of(Pulumi.Aws.RedshiftServerless.Workgroup workgroup, string name) =>
        new("AWS/Redshift-Serverless", name, "Workgroup", workgroup.WorkgroupName);

    public static Metric Of(Queue queue, string name) => new("AWS/SQS", name, "QueueName", queue.Name);

    public static Metric Of(Table table, string name) => new("AWS/DynamoDB", name, "TableName", table.Name);

    public static Metric Of(StateMachine machine, string name) =>
        new("AWS/States", name, "StateMachineArn", machine.Arn);

    /// <summary>A metric of the map run's child executions, which do not count as the state machine's own.</summary>
    /// <param name="mapLabel">The Distributed Map's label in the definition.</param>
    public static Metric OfBatches(StateMachine machine, string mapLabel, string name) =>
        new("AWS/States", name, "StateMachineArn", Output.Format($"{machine.Arn}/{mapLabel}"));
}
