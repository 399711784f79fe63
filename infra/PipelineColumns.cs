using Infra.Components;
using Infra.Observation;
using Pulumi.Aws.Kinesis;
using Telemetry;

namespace Infra;

/// <summary>The dashboard's columns of every stack, in the order in which the data flows.</summary>
internal static class PipelineColumns
{
    public static IReadOnlyList<DashboardColumn> Of(
        DataLake lake, Ingestion ingestion, Planning planning, Delivery delivery) =>
    [
        OfStream("Readings", ingestion.Inventory),
        new(
            "Queries",
            Flow: [Metric.Of(lake.Workgroup, "ProcessedBytes")],
            Trouble: [Metric.Of(lake.Workgroup, "TotalExecutionTime")]),
        new(
            "Executions",
            Flow:
            [
                Metric.Of(planning.StateMachine, "ExecutionsStarted"),
                Metric.Of(planning.StateMachine, "ExecutionsSucceeded"),
            ],
            Trouble:
            [
                Metric.Of(planning.StateMachine, "ExecutionsFailed"),
                Metric.Of(planning.StateMachine, "ExecutionsTimedOut"),
                Metric.Of(planning.StateMachine, "ExecutionThrottled"),
                Metric.Of(planning.StorePlanning, "Errors"),
                Metric.Of(planning.StorePlanning, "Throttles"),
            ]),
        new(
            "Deliveries",
            Flow:
            [
                Metric.Of(delivery.Queue, "NumberOfMessagesSent"),
                Metric.Of(delivery.Queue, "NumberOfMessagesDeleted"),
            ],
            Trouble:
            [
                Metric.Of(delivery.Queue, "ApproximateAgeOfOldestMessage"),
                Metric.Of(delivery.Waiting, "ApproximateAgeOfOldestMessage"),
                Metric.Of(delivery.DeadLetters, "ApproximateNumberOfMessagesVisible"),
            ]),
        new(
            "Trucks",
            Flow: [Metric.Counted(delivery.StoreTruck, MetricName.DispatchedLines), Metric.Counted(delivery.StoreTruck, MetricName.Routes)],
            Trouble:
            [
                Metric.Counted(delivery.StoreTruck, MetricName.WaitingRequests),
                Metric.Of(delivery.StoreTruck, "Errors"),
                Metric.Of(delivery.StoreTruck, "Throttles"),
            ]),
        OfStream("Dispatches", ingestion.Dispatches),
    ];

    private static DashboardColumn OfStream(string title, FirehoseDeliveryStream stream) => new(
        title,
        Flow: [Metric.Of(stream, "IncomingRecords"), Metric.Of(stream, "SucceedConversion.Records")],
        Trouble: [Metric.Of(stream, "DeliveryToS3.DataFreshness"), Metric.Of(stream, "FailedConversion.Records")]);
}
