using System.Globalization;
using System.Text.Json.Nodes;

namespace Local.Drawing;

/// <summary>Sums up an execution's history state by state.</summary>
internal static class ExecutionSummary
{
    // More than a person reads in a panel; a state's payload may be 256 KiB, and there are many states.
    private const int LongestText = 8_000;

    /// <param name="history">What GetExecutionHistory answers: an array of events, or an object that holds one as <c>events</c>.</param>
    /// <param name="mapRuns">What DescribeMapRun answers for each map run of the execution.</param>
    /// <param name="children">Histories of child executions, as many as are to be counted.</param>
    /// <returns>One for each state that was entered, in the order of first entry.</returns>
    public static IReadOnlyList<StateSummary> Of(
        JsonNode history, IEnumerable<JsonNode>? mapRuns = null, IEnumerable<JsonNode>? children = null)
    {
        var runs = (mapRuns ?? []).OfType<JsonObject>().ToLookup(run => run["mapRunArn"]?.GetValue<string>() ?? "");

        return [.. (children ?? []).Prepend(history)
            .SelectMany(one => HistoryReader.Read(EventsOf(one)))
            .GroupBy(visit => visit.Name, StringComparer.Ordinal)
            .Select(visits => Sum(visits.Key, [.. visits], runs))
            .OrderBy(state => state.FirstEntered)];
    }

    private static IEnumerable<HistoryEvent> EventsOf(JsonNode history) =>
        (history as JsonArray ?? history["events"] as JsonArray ?? [])
        .OfType<JsonObject>()
        .Select(one => new HistoryEvent(one));

    private static StateSummary Sum(string name, List<Visit> visits, ILookup<string, JsonObject> runs)
    {
        var ended = visits.Where(visit => visit.Exited is not null).ToList();
        var troubled = visits.LastOrDefault(visit => visit.Error is not null);
        var itsRuns = visits.Where(visit => visit.MapRunArn is not null).SelectMany(visit => runs[visit.MapRunArn!]).ToList();

        return new()
        {
            Name = name,
            Status = visits.Min(visit => visit.Status),
            Entered = visits.Count,
            Succeeded = visits.Count(visit => visit.Status == StateStatus.Succeeded),
            Failed = visits.Count(visit => visit.Status == StateStatus.Failed),
            Caught = visits.Count(visit => visit.Status == StateStatus.Caught),
            Retries = visits.Sum(visit => visit.Retries),
            FirstEntered = visits.Min(visit => visit.Entered),
            Duration = ended.Count == 0
                ? null
                : ended.Aggregate(TimeSpan.Zero, (sum, visit) => sum + (visit.Exited!.Value - visit.Entered)),
            EnteredFrom = [.. visits.Select(visit => visit.From).OfType<string>().Distinct().Order(StringComparer.Ordinal)],
            Error = troubled?.Error,
            Cause = Shorten(troubled?.Cause),
            Input = Shorten(visits[^1].Input),
            Output = Shorten(ended.LastOrDefault()?.Output),
            Items = itsRuns.Count > 0 ? Total(itsRuns, "itemCounts") : InlineItems(visits),
            Children = itsRuns.Count > 0 ? Total(itsRuns, "executionCounts") : null,
        };
    }

    private static ItemCounts? InlineItems(List<Visit> visits)
    {
        var maps = visits.Where(visit => visit.Items > 0).ToList();
        return maps.Count == 0 ? null : maps.Select(InlineItems).Aggregate(ItemCounts.Add);
    }

    private static ItemCounts InlineItems(Visit map)
    {
        var running = map.ItemsStarted - map.ItemsSucceeded - map.ItemsFailed - map.ItemsAborted;
        var pending = map.Items - map.ItemsStarted;
        var stopped = map.Status != StateStatus.Running;
        return new(
            map.Items,
            map.ItemsSucceeded,
            map.ItemsFailed,
            map.ItemsAborted + (stopped ? running + pending : 0),
            stopped ? 0 : running,
            stopped ? 0 : pending);
    }

    private static ItemCounts Total(List<JsonObject> runs, string member) =>
        runs.Select(run => Counts(run[member])).Aggregate(ItemCounts.Add);

    private static ItemCounts Counts(JsonNode? counts)
    {
        long Of(string status) => (counts?[status]).Whole();

        return new(
            Of("total"), Of("succeeded"), Of("failed") + Of("timedOut"), Of("aborted"), Of("running"), Of("pending"));
    }

    private static string? Shorten(string? text) => text is { Length: > LongestText }
        ? string.Create(CultureInfo.InvariantCulture, $"{text[..LongestText]}\n… {text.Length - LongestText:N0} characters more")
        : text;
}
