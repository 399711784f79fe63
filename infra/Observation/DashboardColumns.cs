using Infra.Components;
using Pulumi.Aws.Kinesis;

namespace Infra.Observation;

/// <summary>One stage of the pipeline on the dashboard.</summary>
/// <param name="Flow">What shows that data passes.</param>
/// <param name="Trouble">What should stay at nothing.</param>
internal sealed record DashboardColumn(string Title, IReadOnlyList<Metric> Flow, IReadOnlyList<Metric> Trouble);

/// <summary>What the dashboard shows, in the order in which the data flows.</summary>
internal static class DashboardColumns
{
    public static IReadOnlyList<DashboardColumn> Of(
        DataLake lake, Ingestion ingestion, Planning planning, Delivery delivery) =>
    [
        OfStream("Readings", ingestion.Inventory),
        new(
            "Question",
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
                Metric.Of(delivery.DeadLetters, "ApproximateNumberOfMessagesVisible"),
            ]),
        new(
            "Trucks",
            Flow: [Metric.Of(delivery.StoreTruck, "Invocations")],
            Trouble: [Metric.Of(delivery.StoreTruck, "Errors"), Metric.Of(delivery.StoreTruck, "Throttles")]),
        OfStream("Dispatches", ingestion.Dispatches),
    ];

    public static IReadOnlyList<DashboardColumn> Of(Components.RealTime realTime) =>
    [
        .. realTime.Streams.Select(stream => new DashboardColumn(
            $"Events: {stream.Key}",
            Flow: [Metric.Of(stream.Value, "IncomingRecords")],
            Trouble:
            [
                Metric.Of(stream.Value, "GetRecords.IteratorAgeMilliseconds"),
                Metric.Of(stream.Value, "WriteProvisionedThroughputExceeded"),
            ])),
        new(
            "Minutes",
            Flow:
            [
                Metric.Counted(realTime.CountEvents, "CountedEvents"),
                Metric.Counted(realTime.CountEvents, "RepeatedEvents"),
            ],
            Trouble:
            [
                Metric.Counted(realTime.CountEvents, "LateEvents"),
                Metric.Counted(realTime.CountEvents, "TooLateEvents"),
                Metric.Counted(realTime.CountEvents, "RefusedRecords"),
                Metric.Of(realTime.CountEvents, "Errors"),
            ]),
        new(
            "Alerts",
            Flow:
            [
                Metric.Counted(realTime.CountEvents, "AlertsOpened"),
                Metric.Counted(realTime.CheckSilence, "SilentTrucks"),
            ],
            Trouble: [Metric.Counted(realTime.CountEvents, "AlertsUndelivered"), Metric.Of(realTime.CheckSilence, "Errors")]),
    ];

    private static DashboardColumn OfStream(string title, FirehoseDeliveryStream stream) => new(
        title,
        Flow: [Metric.Of(stream, "IncomingRecords"), Metric.Of(stream, "SucceedConversion.Records")],
        Trouble: [Metric.Of(stream, "DeliveryToS3.DataFreshness"), Metric.Of(stream, "FailedConversion.Records")]);
}
