namespace Telemetry;

/// <summary>
/// The metrics that the functions count, by the names that CloudWatch shows. The functions write them, and the stack's
/// alarms and dashboard read them.
/// </summary>
public enum MetricName
{
    // Metrics of StorePlanning.
    Deliveries,
    Lines,
    Units,
    RefusedLines,

    // Metrics of StoreTruck.
    DispatchedLines,
    AlreadyDispatchedLines,
    SupersededLines,
    Routes,
    RefusedMessages,
    WaitingRequests,
    ReturnedRequests,

    // Metrics of PricePlan.
    PricesSet,
    PricesRaised,
    PricesLowered,
    PricesKept,
    RefusedProducts,

    // Metrics of CountEvents, for streams and topics alike.
    CountedEvents,
    RepeatedEvents,
    LateEvents,
    TooLateEvents,
    RefusedRecords,
    AlertsOpened,
    AlertsUndelivered,
    BatchesToRepeat,

    /// <summary>The percentage of counted events that were late.</summary>
    LatePercent,

    // Metrics of CheckSilence, which opens alerts as well.
    Trucks,
    SilentTrucks,

    // Metrics of IndexEvents, for streams and topics alike.
    IndexedEvents,
    RejectedEvents,
    EventsToRepeat,

    // Metrics of DropOldEvents.
    DroppedIndices,
}
