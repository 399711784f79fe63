using Infra.Observation;
using Infra.Policies;
using Pulumi;
using Pulumi.Aws.Lambda;
using Pulumi.Aws.Lambda.Inputs;
using Workflow;

namespace Infra.Components;

/// <summary>The event source mapping of a function on a stream or a topic, with the same settings against loss for all of them.</summary>
internal static class EventSource
{
    /// <summary>The arguments for a source of any kind; the caller adds the settings of its own kind.</summary>
    public static EventSourceMappingArgs Of(Input<string> source, Function function, StreamOptions options, DataLake lake) => new()
    {
        EventSourceArn = source,
        FunctionName = function.Arn,
        StartingPosition = "TRIM_HORIZON",
        BatchSize = options.BatchSize,
        MaximumBatchingWindowInSeconds = options.BatchingWindowSeconds,
        // By default AWS tries for ever, and one bad record holds its shard until it expires.
        MaximumRetryAttempts = options.RetryAttempts,
        MaximumRecordAgeInSeconds = options.MaximumRecordAgeSeconds,
        BisectBatchOnFunctionError = true,
        FunctionResponseTypes = ["ReportBatchItemFailures"],
        // Tells of what was given up on, and of what was dropped.
        MetricsConfig = new EventSourceMappingMetricsConfigArgs { Metrics = "EventCount" },
        // Of all destinations, only S3 keeps the records themselves.
        DestinationConfig = new EventSourceMappingDestinationConfigArgs
        {
            OnFailure = new EventSourceMappingDestinationConfigOnFailureArgs { DestinationArn = lake.Bucket.Arn },
        },
    };

    /// <summary>Hands over a stream's records, one batch of a shard at a time: more would only meet in the same rows.</summary>
    public static EventSourceMapping OfStream(
        string name, Stream stream, Function function, StreamOptions options, DataLake lake, CustomResourceOptions resource)
    {
        var args = Of(stream.Arn, function, options, lake);
        args.ParallelizationFactor = 1;
        return new(name, args, resource);
    }

    /// <summary>The rights of a function, because Lambda uses its role to poll, and to keep batches that it gave up on.</summary>
    public static IEnumerable<Statement> MayPoll(IEnumerable<Stream> streams, DataLake lake) =>
    [
        .. streams.Select((stream, index) => new Statement(
            $"ReadStream{index}",
            [
                "kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator",
                "kinesis:ListShards",
            ],
            stream.Arn)),
        MayKeepFailures(lake),
    ];

    /// <summary>The place of the batches that were given up on.</summary>
    public static Statement MayKeepFailures(DataLake lake) => new("KeepFailures", ["s3:PutObject"], lake.Under(LakeLayout.FailedBatches));

    /// <param name="name">The name of the events in the alarms' names.</param>
    /// <param name="function">The name of who reads them.</param>
    public static IEnumerable<Alarm> Alarms(string name, EventSourceMapping mapping, string function) =>
    [
        new(
            $"{name}-batches-given-up",
            Metric.Of(mapping, "OnFailureDestinationDeliveredEventCount"),
            $"Batches of the {name} events failed for good: they lie under {LakeLayout.FailedBatches} in the lake; mend the cause, send them again."),
        new(
            $"{name}-batches-dropped",
            Metric.Of(mapping, "DroppedEventCount"),
            $"Records of the {name} events were dropped, not even kept: see whether {function} may write to the lake."),
    ];
}
