using Infra.Components;
using Pulumi.Aws.Kinesis;
using Pulumi.Aws.Lambda;
using Pulumi.Aws.Sqs;

namespace Infra;

/// <summary>What is watched, in the order in which the data flows.</summary>
internal static class Metrics
{
    // Seconds. When nothing is wrong, the requests of an execution are on trucks long before.
    private const double OldestDelivery = 1800;

    public static IEnumerable<Metric> Of(Ingestion ingestion, Planning planning, Delivery delivery, ScheduledStart? schedule, Settings settings)
    {
        return
        [
            .. OfStream("inventory", ingestion.Inventory, settings),
            .. OfStream("dispatches", ingestion.Dispatches, settings),
            OfMachine("executions-failed", "ExecutionsFailed", "An execution failed: read its history, mend the cause, redrive it."),
            OfMachine("executions-timed-out", "ExecutionsTimedOut", "An execution took longer than the definition allows: read where it waited, redrive it."),
            OfMachine("executions-throttled", "ExecutionThrottled", "State transitions are throttled and map runs slow down: lower mapConcurrency, or have the quota raised."),
            .. OfFunction("store-planning", planning.StorePlanning),
            .. OfFunction("store-truck", delivery.StoreTruck),
            OfQueue("dead-letters", delivery.DeadLetters, "ApproximateNumberOfMessagesVisible", 0, "Delivery requests were given up on: read StoreTruck's log, mend the cause, redrive the queue."),
            OfQueue("deliveries-age", delivery.Queue, "ApproximateAgeOfOldestMessage", OldestDelivery, "Delivery requests wait too long: StoreTruck fails or is too slow for them."),
            .. schedule is null
                ? []
                : new[] { OfQueue("missed-starts", schedule.MissedStarts, "ApproximateNumberOfMessagesVisible", 0, "A scheduled execution was not started: read the message in the queue, start one by hand.") },
        ];

        Metric OfMachine(string name, string metric, string meaning) =>
            new(name, meaning, "AWS/States", metric, "StateMachineArn", planning.StateMachine.Arn, "Sum");
    }

    private static IEnumerable<Metric> OfStream(string table, FirehoseDeliveryStream stream, Settings settings)
    {
        // Three intervals: one that just began, one that is written, one to spare.
        yield return new(
            $"{table}-freshness",
            $"The {table} stream does not reach the lake: read its log group for the error.",
            "AWS/Firehose", "DeliveryToS3.DataFreshness", "DeliveryStreamName", stream.Name, "Maximum", Math.Max(900, 3 * settings.BufferSeconds));
        yield return new(
            $"{table}-conversion",
            $"Records of the {table} stream do not fit the table: they lie under {LakeLayout.Errors}{table}/ in the lake.",
            "AWS/Firehose", "FailedConversion.Records", "DeliveryStreamName", stream.Name, "Sum");
    }

    private static IEnumerable<Metric> OfFunction(string name, Function function)
    {
        yield return new($"{name}-errors", $"The {name} function fails: read its log group.", "AWS/Lambda", "Errors", "FunctionName", function.Name, "Sum");
        yield return new($"{name}-throttles", $"The {name} function gets too little concurrency: raise the account's quota, or what is reserved.", "AWS/Lambda", "Throttles", "FunctionName", function.Name, "Sum");
    }

    private static Metric OfQueue(string name, Queue queue, string metric, double most, string meaning) =>
        new(name, meaning, "AWS/SQS", metric, "QueueName", queue.Name, "Maximum", most);
}
