using Pulumi.Aws.DynamoDB;
using Pulumi.Aws.Kinesis;
using Pulumi.Aws.Lambda;
using Pulumi.Aws.Sfn;
using Pulumi.Aws.Sqs;
using Workflow;

namespace Infra.Observation;

/// <summary>The alarms of each kind of resource.</summary>
internal static class Alarms
{
    public static IEnumerable<Alarm> OfStream(string table, FirehoseDeliveryStream stream, TimeSpan streamLag) =>
    [
        new(
            $"{table}-freshness",
            Metric.Of(stream, "DeliveryToS3.DataFreshness"),
            $"The {table} stream does not reach the lake: read its log group for the error.")
        {
            Most = streamLag.TotalSeconds,
        },
        new(
            $"{table}-conversion",
            Metric.Of(stream, "FailedConversion.Records"),
            $"Records of the {table} stream do not fit the table: see {LakeLayout.Errors}{table}/ in the lake."),
        new(
            $"{table}-throttled",
            Metric.Of(stream, "ThrottledRecords"),
            $"More is sent to the {table} stream than it takes: senders try again and fall behind; have the quota raised."),
    ];

    /// <param name="prefix">The beginning of the alarms' names; empty for the planning of deliveries.</param>
    /// <param name="hours">The hours without a successful execution after which something must be wrong.</param>
    public static IEnumerable<Alarm> OfSchedule(string prefix, Queue missedStarts, StateMachine machine, int hours) =>
    [
        new(
            $"{prefix}no-execution",
            Metric.Of(machine, "ExecutionsSucceeded"),
            $"No execution has succeeded for {hours} hours, though there is a schedule: see whether it is enabled, start one by hand.")
        {
            HoursOfSilence = hours,
        },
        new(
            $"{prefix}missed-starts",
            Metric.Of(missedStarts, "ApproximateNumberOfMessagesVisible"),
            "A scheduled execution was not started: read the message in the queue, start one by hand."),
    ];

    /// <param name="again">The remedy for an execution that failed.</param>
    /// <param name="slower">The remedy that reduces state transitions; empty when there is none.</param>
    /// <inheritdoc cref="OfSchedule"/>
    public static IEnumerable<Alarm> OfExecutions(
        string prefix, StateMachine machine, string again = "redrive it", string slower = "lower mapConcurrency, or ") =>
    [
        new(
            $"{prefix}executions-failed",
            Metric.Of(machine, "ExecutionsFailed"),
            $"An execution failed: read its history, mend the cause, {again}."),
        new(
            $"{prefix}executions-timed-out",
            Metric.Of(machine, "ExecutionsTimedOut"),
            $"An execution took longer than the definition allows: read where it waited, {again}."),
        new(
            $"{prefix}executions-throttled",
            Metric.Of(machine, "ExecutionThrottled"),
            $"State transitions are throttled and executions slow down: {slower}have the quota raised."),
    ];

    /// <param name="mapLabel">The Distributed Map's label in the definition.</param>
    /// <param name="things">The content of a batch, in the plural.</param>
    /// <param name="done">The past participle of the batch's work on its content, such as <c>planned</c>.</param>
    /// <param name="remedy">The remedy that makes a batch quicker when it takes too long.</param>
    /// <inheritdoc cref="OfSchedule"/>
    public static IEnumerable<Alarm> OfBatches(string prefix, StateMachine machine, string mapLabel, string things, string done, string remedy) =>
    [
        new(
            $"{prefix}batches-failed",
            Metric.OfBatches(machine, mapLabel, "ExecutionsFailed"),
            $"Batches of {things} were not {done}, though their execution may tolerate it: read the map run's failures."),
        new(
            $"{prefix}batches-timed-out",
            Metric.OfBatches(machine, mapLabel, "ExecutionsTimedOut"),
            $"Batches of {things} took longer than the five minutes of an Express execution: {remedy}."),
    ];

    public static IEnumerable<Alarm> OfFunction(string name, Function function) =>
    [
        new(
            $"{name}-errors",
            Metric.Of(function, "Errors"),
            $"The {name} function fails: read its log group."),
        new(
            $"{name}-throttles",
            Metric.Of(function, "Throttles"),
            $"The {name} function gets too little concurrency: have the account's quota raised, or reserve more."),
        new(
            $"{name}-duration",
            Metric.Of(function, "Duration"),
            $"The {name} function takes more than four fifths of its time: give it more memory, or less at once.")
        {
            // Milliseconds, where the timeout is in seconds.
            Most = function.Timeout.Apply(seconds => 0.8 * 1000 * seconds!.Value),
        },
    ];

    public static IEnumerable<Alarm> OfTable(string name, Table table) =>
    [
        new(
            $"{name}-reads-throttled",
            Metric.Of(table, "ReadThrottleEvents"),
            $"The table {name} answers too slowly, and what reads it falls behind: have the quota raised."),
        new(
            $"{name}-writes-throttled",
            Metric.Of(table, "WriteThrottleEvents"),
            $"The table {name} takes too little, and what writes it falls behind: have the quota raised."),
    ];
}
