using RealTime.Processing;

namespace Local.StreamMinutes;

/// <summary>The sums of several calls of the function.</summary>
/// <param name="Counted">Events that were counted in their minutes.</param>
/// <param name="Repeated">Records whose event had been counted before.</param>
/// <param name="Late">Events older than a day, under <c>late/</c>.</param>
/// <param name="Refused">Records that are no event, under <c>errors/</c>.</param>
/// <param name="CountedLate">The counted events that were more than a minute behind the newest of their shard.</param>
/// <param name="AlertsOpened">Alerts that opened.</param>
internal sealed record StreamTotals(long Counted = 0, long Repeated = 0, long Late = 0, long Refused = 0, long CountedLate = 0, long AlertsOpened = 0)
{
    public StreamTotals With(BatchResult batch) => new(
        Counted + batch.Counted,
        Repeated + batch.Repeated,
        Late + batch.Late,
        Refused + batch.Refused,
        CountedLate + batch.CountedLate,
        AlertsOpened + batch.AlertsOpened);
}
