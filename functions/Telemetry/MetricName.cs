namespace Telemetry;

/// <summary>
/// The metrics that the functions count, by the names that CloudWatch shows. The functions write them, and the stack's
/// alarms and dashboard read them.
/// </summary>
public enum MetricName
{
    // Of StorePlanning.
    Deliveries,
    Lines,
    Units,
    RefusedLines,

    // Of StoreTruck.
    DispatchedLines,
    AlreadyDispatchedLines,
    SupersededLines,
    Routes,
    RefusedMessages,
    WaitingRequests,
    ReturnedRequests,

    // Of PricePlan.
    PricesSet,
    PricesRaised,
    PricesLowered,
    PricesKept,
    RefusedProducts,

    // Of CountEvents, for streams and topics alike.
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

    // Of CheckSilence, which opens alerts as well.
    Trucks,
    SilentTrucks,

    // Of IndexEvents, for streams and topics alike.
    IndexedEvents,
    RejectedEvents,
    EventsToRepeat,

    // Of DropOldEvents.
    DroppedIndices,
}
