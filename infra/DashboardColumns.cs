using Infra.Components;
using Pulumi;
using Pulumi.Aws.Kinesis;
using Pulumi.Aws.Lambda;

namespace Infra;

/// <summary>What the dashboard shows, in the order in which the data flows.</summary>
internal static class DashboardColumns
{
    public static IReadOnlyList<DashboardColumn> Of(DataLake lake, Ingestion ingestion, Planning planning, Delivery delivery) =>
    [
        OfStream("Readings", ingestion.Inventory),
        new(
            "Question",
            Lines("AWS/Athena", "WorkGroup", lake.Workgroup.Name, "ProcessedBytes"),
            Lines("AWS/Athena", "WorkGroup", lake.Workgroup.Name, "TotalExecutionTime")),
        new(
            "Executions",
            Lines("AWS/States", "StateMachineArn", planning.StateMachine.Arn, "ExecutionsStarted", "ExecutionsSucceeded"),
            [
                .. Lines("AWS/States", "StateMachineArn", planning.StateMachine.Arn, "ExecutionsFailed", "ExecutionsTimedOut", "ExecutionThrottled"),
                .. OfFunction(planning.StorePlanning, "Errors", "Throttles"),
            ]),
        new(
            "Deliveries",
            Lines("AWS/SQS", "QueueName", delivery.Queue.Name, "NumberOfMessagesSent", "NumberOfMessagesDeleted"),
            [
                .. Lines("AWS/SQS", "QueueName", delivery.Queue.Name, "ApproximateAgeOfOldestMessage"),
                .. Lines("AWS/SQS", "QueueName", delivery.DeadLetters.Name, "ApproximateNumberOfMessagesVisible"),
            ]),
        new("Trucks", OfFunction(delivery.StoreTruck, "Invocations"), OfFunction(delivery.StoreTruck, "Errors", "Throttles")),
        OfStream("Dispatches", ingestion.Dispatches),
    ];

    private static DashboardColumn OfStream(string title, FirehoseDeliveryStream stream) => new(
        title,
        Lines("AWS/Firehose", "DeliveryStreamName", stream.Name, "IncomingRecords", "SucceedConversion.Records"),
        Lines("AWS/Firehose", "DeliveryStreamName", stream.Name, "DeliveryToS3.DataFreshness", "FailedConversion.Records"));

    private static IReadOnlyList<DashboardLine> OfFunction(Function function, params string[] metrics) =>
        Lines("AWS/Lambda", "FunctionName", function.Name, metrics);

    private static IReadOnlyList<DashboardLine> Lines(string space, string dimension, Output<string> resource, params string[] metrics) =>
        [.. metrics.Select(metric => new DashboardLine(space, metric, dimension, resource))];
}
