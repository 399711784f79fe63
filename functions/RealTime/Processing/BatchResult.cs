namespace RealTime.Processing;

/// <summary>The result of a batch. Unless the batch failed, each record is counted, repeated, late or refused.</summary>
/// <param name="Counted">Events that were counted in their minutes now.</param>
/// <param name="Repeated">Events that had been counted before.</param>
/// <param name="Late">Events that came too late to be counted and lie under <c>late/</c>.</param>
/// <param name="Refused">Records that are no event and lie under <c>errors/</c>.</param>
/// <param name="CountedLate">The counted events that were more than a minute behind the newest of their shard.</param>
/// <param name="AlertsOpened">Alerts that opened.</param>
/// <param name="AlertsUndelivered">Keys with an alert that could not be told yet.</param>
/// <param name="FailedFrom">The sequence number from which on the records must come again; null: none need to.</param>
public sealed record BatchResult(
    int Records,
    int Counted,
    int Repeated,
    int Late,
    int Refused,
    int CountedLate,
    int AlertsOpened,
    int AlertsUndelivered,
    string? FailedFrom)
{
    public static BatchResult Empty { get; } = new(0, 0, 0, 0, 0, 0, 0, 0, null);

    /// <summary>The counts of both together; where each failed from is each one's own.</summary>
    public BatchResult Plus(BatchResult other)
    {
        ArgumentNullException.ThrowIfNull(other);

        return new(
            Records + other.Records,
            Counted + other.Counted,
            Repeated + other.Repeated,
            Late + other.Late,
            Refused + other.Refused,
            CountedLate + other.CountedLate,
            AlertsOpened + other.AlertsOpened,
            AlertsUndelivered + other.AlertsUndelivered,
            null);
    }
}
