using System.Globalization;
using StatesLanguage;

namespace Local.Drawing;

/// <summary>Sums up an execution's history state by state.</summary>
internal static class ExecutionSummary
{
    // More than a person reads in a panel; a state's payload may be 256 KiB, and there are many states.
    private const int LongestText = 8_000;

    /// <param name="history">The execution's events.</param>
    /// <param name="mapRuns">The execution's map runs.</param>
    /// <param name="children">Histories of child executions, as many as are to be counted.</param>
    /// <returns>One summary for each state that was entered, in the order of first entry.</returns>
    public static IReadOnlyList<StateSummary> Of(
        IEnumerable<HistoryEvent> history, IEnumerable<MapRun>? mapRuns = null, IEnumerable<IEnumerable<HistoryEvent>>? children = null)
    {
        var runs = (mapRuns ?? []).ToLookup(run => run.MapRunArn);

        return [.. (children ?? []).Prepend(history)
            .SelectMany(StateVisits.Of)
            .GroupBy(visit => visit.Name, StringComparer.Ordinal)
            .Select(visits => Sum(visits.Key, [.. visits], runs))
            .OrderBy(state => state.FirstEntered)];
    }

    private static StateSummary Sum(string name, List<StateVisit> visits, ILookup<string, MapRun> runs)
    {
        var ended = visits.Where(visit => visit.Exited is not null).ToList();
        var troubled = visits.LastOrDefault(visit => visit.Error is not null);
        var itsRuns = visits.Where(visit => visit.MapRunArn is not null).SelectMany(visit => runs[visit.MapRunArn!]).ToList();

        return new()
        {
            Name = name,
            Status = visits.Min(visit => visit.Status),
            Entered = visits.Count,
            Succeeded = visits.Count(visit => visit.Status == VisitStatus.Succeeded),
            Failed = visits.Count(visit => visit.Status == VisitStatus.Failed),
            Caught = visits.Count(visit => visit.Status == VisitStatus.Caught),
            Retries = visits.Sum(visit => visit.Retries),
            FirstEntered = visits.Min(visit => visit.Entered),
            Duration = ended.Count == 0
                ? null
                : ended.Aggregate(TimeSpan.Zero, (sum, visit) => sum + (visit.Exited!.Value - visit.Entered)),
            EnteredFrom = [.. visits.Select(visit => visit.From).OfType<string>().Distinct().Order(StringComparer.Ordinal)],
            Error = troubled?.Error,
            Cause = Shorten(troubled?.Cause),
            Input = Shorten(visits[^1].Input.ToString()),
            Output = Shorten(ended.LastOrDefault()?.Output?.ToString()),
            Items = itsRuns.Count > 0 ? Total(itsRuns.Select(run => run.ItemCounts)) : InlineItems(visits),
            Children = itsRuns.Count > 0 ? Total(itsRuns.Select(run => run.ExecutionCounts)) : null,
        };
    }

    private static ItemCounts? InlineItems(List<StateVisit> visits)
    {
        var maps = visits.Where(visit => visit.Items > 0).ToList();
        return maps.Count == 0 ? null : maps.Select(InlineItems).Aggregate(ItemCounts.Add);
    }

    private static ItemCounts InlineItems(StateVisit map)
    {
        var running = map.ItemsStarted - map.ItemsSucceeded - map.ItemsFailed - map.ItemsAborted;
        var pending = map.Items - map.ItemsStarted;
        var stopped = map.Status != VisitStatus.Running;
        return new(
            map.Items,
            map.ItemsSucceeded,
            map.ItemsFailed,
            map.ItemsAborted + (stopped ? running + pending : 0),
            stopped ? 0 : running,
            stopped ? 0 : pending);
    }

    private static ItemCounts Total(IEnumerable<MapRunCounts> runs) => runs
        .Select(counts => new ItemCounts(
            counts.Total, counts.Succeeded, counts.Failed + counts.TimedOut, counts.Aborted, counts.Running, counts.Pending))
        .Aggregate(ItemCounts.Add);

    private static string? Shorten(string? text) => text is { Length: > LongestText }
        ? string.Create(CultureInfo.InvariantCulture, $"{text[..LongestText]}\n… {text.Length - LongestText:N0} characters more")
        : text;
}
