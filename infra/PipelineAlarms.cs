using Infra.Components;
using Infra.Observation;
using Pulumi.Aws.Kinesis;

namespace Infra;

/// <summary>The alarms of every stack, in the order in which the data flows.</summary>
internal static class PipelineAlarms
{
    // Seconds. When nothing is wrong, the requests of an execution are on trucks long before.
    private const double OldestDelivery = 1800;

    // Each wave sends them anew, for a quarter of an hour later.
    private const double OldestWait = 2 * OldestDelivery;

    public static IEnumerable<Alarm> Of(
        Ingestion ingestion, Planning planning, Delivery delivery, ScheduledStart? schedule, TimeSpan streamLag) =>
    [
        .. Alarms.OfStream("inventory", ingestion.Inventory, streamLag),
        .. Alarms.OfStream("dispatches", ingestion.Dispatches, streamLag),
        OfReadings(ingestion.Inventory),
        .. schedule is null ? [] : Alarms.OfSchedule("", schedule.MissedStarts, planning.StateMachine, hours: 26),
        .. Alarms.OfExecutions("", planning.StateMachine),
        .. Alarms.OfBatches("", planning.StateMachine, Planning.MapLabel, "stores", "planned", "lower storesPerBatch"),
        .. Alarms.OfFunction("store-planning", planning.StorePlanning),
        .. Alarms.OfFunction("store-truck", delivery.StoreTruck),
        .. OfDeliveries(delivery),
        .. Alarms.OfTable("ledger", delivery.Ledger),
    ];

    private static Alarm OfReadings(FirehoseDeliveryStream stream) => new(
        "no-readings",
        Metric.Of(stream, "IncomingRecords"),
        "No store has sent a reading for a day: see whether they reach the inventory stream.")
    {
        HoursOfSilence = 24,
    };

    private static IEnumerable<Alarm> OfDeliveries(Delivery delivery) =>
    [
        new(
            "dead-letters",
            Metric.Of(delivery.DeadLetters, "ApproximateNumberOfMessagesVisible"),
            "Delivery requests were given up on: read StoreTruck's log, mend the cause, redrive the queue."),
        new(
            "deliveries-age",
            Metric.Of(delivery.Queue, "ApproximateAgeOfOldestMessage"),
            "Delivery requests wait too long: waves fail, do not go out, or are too slow for them.")
        {
            Most = OldestDelivery,
        },
        new(
            "waiting-deliveries-age",
            Metric.Of(delivery.Waiting, "ApproximateAgeOfOldestMessage"),
            "Nobody looks at the requests that wait for a truck: waves fail or do not go out.")
        {
            Most = OldestWait,
        },
    ];
}
