using Infra.Components;
using Pulumi.Aws.Kinesis;
using Pulumi.Aws.Lambda;
using Pulumi.Aws.Sfn;

namespace Infra.Observation;

/// <summary>What is watched, in the order in which the data flows.</summary>
internal static class Alarms
{
    // Seconds. When nothing is wrong, the requests of an execution are on trucks long before.
    private const double OldestDelivery = 1800;

    public static IEnumerable<Alarm> Of(
        Ingestion ingestion, Planning planning, Delivery delivery, ScheduledStart? schedule, int bufferSeconds) =>
    [
        .. OfStream("inventory", ingestion.Inventory, bufferSeconds),
        .. OfStream("dispatches", ingestion.Dispatches, bufferSeconds),
        .. schedule is null ? [] : OfSchedule(schedule),
        .. OfExecutions(planning.StateMachine),
        .. OfFunction("store-planning", planning.StorePlanning),
        .. OfFunction("store-truck", delivery.StoreTruck),
        .. OfDeliveries(delivery),
    ];

    private static IEnumerable<Alarm> OfStream(string table, FirehoseDeliveryStream stream, int bufferSeconds) =>
    [
        new(
            $"{table}-freshness",
            Metric.Of(stream, "DeliveryToS3.DataFreshness"),
            Statistic.Maximum,
            $"The {table} stream does not reach the lake: read its log group for the error.",
            // Three intervals: one that gathers, one that is written, one to spare.
            Most: Math.Max(900, 3 * bufferSeconds)),
        new(
            $"{table}-conversion",
            Metric.Of(stream, "FailedConversion.Records"),
            Statistic.Sum,
            $"Records of the {table} stream do not fit the table: see {LakeLayout.Errors}{table}/ in the lake."),
    ];

    private static IEnumerable<Alarm> OfSchedule(ScheduledStart schedule) =>
    [
        new(
            "missed-starts",
            Metric.Of(schedule.MissedStarts, "ApproximateNumberOfMessagesVisible"),
            Statistic.Maximum,
            "A scheduled execution was not started: read the message in the queue, start one by hand."),
    ];

    private static IEnumerable<Alarm> OfExecutions(StateMachine machine) =>
    [
        new(
            "executions-failed",
            Metric.Of(machine, "ExecutionsFailed"),
            Statistic.Sum,
            "An execution failed: read its history, mend the cause, redrive it."),
        new(
            "executions-timed-out",
            Metric.Of(machine, "ExecutionsTimedOut"),
            Statistic.Sum,
            "An execution took longer than the definition allows: read where it waited, redrive it."),
        new(
            "executions-throttled",
            Metric.Of(machine, "ExecutionThrottled"),
            Statistic.Sum,
            "State transitions are throttled and map runs slow down: lower mapConcurrency, or have the quota raised."),
    ];

    private static IEnumerable<Alarm> OfFunction(string name, Function function) =>
    [
        new(
            $"{name}-errors",
            Metric.Of(function, "Errors"),
            Statistic.Sum,
            $"The {name} function fails: read its log group."),
        new(
            $"{name}-throttles",
            Metric.Of(function, "Throttles"),
            Statistic.Sum,
            $"The {name} function gets too little concurrency: have the account's quota raised, or reserve more."),
    ];

    private static IEnumerable<Alarm> OfDeliveries(Delivery delivery) =>
    [
        new(
            "dead-letters",
            Metric.Of(delivery.DeadLetters, "ApproximateNumberOfMessagesVisible"),
            Statistic.Maximum,
            "Delivery requests were given up on: read StoreTruck's log, mend the cause, redrive the queue."),
        new(
            "deliveries-age",
            Metric.Of(delivery.Queue, "ApproximateAgeOfOldestMessage"),
            Statistic.Maximum,
            "Delivery requests wait too long: StoreTruck fails or is too slow for them.",
            Most: OldestDelivery),
    ];
}
