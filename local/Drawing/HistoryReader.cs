namespace Local.Drawing;

/// <summary>
/// Finds the visits in one execution's events. Events of Maps and Parallels interleave, so each is placed by its
/// previous event: the visit that was open after that one is the visit it belongs to.
/// </summary>
internal sealed class HistoryReader
{
    private static readonly HashSet<string> AttemptStarts = new(StringComparer.Ordinal)
    {
        "TaskScheduled", "LambdaFunctionScheduled", "ActivityScheduled", "MapStateStarted", "ParallelStateStarted",
    };

    private readonly Dictionary<long, Visit?> openAfter = [];
    private readonly Dictionary<long, string> exitedBy = [];
    private readonly List<Visit> visits = [];
    private readonly HashSet<Visit> unfinished = [];

    private HistoryReader()
    {
    }

    public static IReadOnlyList<Visit> Read(IEnumerable<HistoryEvent> events)
    {
        var reader = new HistoryReader();
        foreach (var one in events.OrderBy(one => one.Id))
        {
            reader.openAfter[one.Id] = reader.Follow(one, reader.openAfter.GetValueOrDefault(one.PreviousId));
        }

        return reader.visits;
    }

    private Visit? Follow(HistoryEvent one, Visit? open)
    {
        if (one.EntersState)
        {
            return Enter(one, open);
        }

        if (one.ExitsState)
        {
            return Exit(one, open);
        }

        if (AttemptStarts.Contains(one.Type))
        {
            open?.Attempt();
        }

        switch (one.Type)
        {
            case "MapStateStarted" when open is not null:
                CloseInside(open);
                open.StartItems(one.Count("length"));
                return open;
            case "MapRunStarted" when open is not null:
                open.MapRunArn = one.Detail("mapRunArn");
                return open;
            case "MapIterationStarted" or "MapIterationSucceeded" or "MapIterationFailed" or "MapIterationAborted":
                return FollowIteration(one, open);
            case "ExecutionFailed" or "ExecutionTimedOut" or "ExecutionAborted" or "ExecutionSucceeded":
                return End(one, open);
            case "ExecutionRedriven":
                foreach (var visit in open?.Outwards() ?? [])
                {
                    visit.Reopen();
                }

                return open;
            case var type when type.EndsWith("StateAborted", StringComparison.Ordinal) && open is not null:
                open.Over = true;
                return open;
            default:
                return IsFailure(one.Type) ? Fail(one, open) : open;
        }
    }

    private Visit Enter(HistoryEvent one, Visit? open)
    {
        var type = one.Type[..^"StateEntered".Length];
        var visit = new Visit(one.Detail("name") ?? "", type, open, exitedBy.GetValueOrDefault(one.PreviousId), one);
        visits.Add(visit);
        unfinished.Add(visit);
        if (type == "Fail")
        {
            visit.Fail(null, null);
            visit.Over = true;
        }

        return visit;
    }

    private Visit? Exit(HistoryEvent one, Visit? open)
    {
        var name = one.Detail("name") ?? "";
        exitedBy[one.Id] = name;
        var visit = open?.Outwards().FirstOrDefault(outer => outer.Name == name);
        if (visit is null)
        {
            return open;
        }

        visit.Exit(one);
        unfinished.Remove(visit);
        CloseInside(visit);
        return visit.Parent;
    }

    private static Visit? FollowIteration(HistoryEvent one, Visit? open)
    {
        var map = open?.Outwards().FirstOrDefault(outer => outer.Type == "Map");
        if (map is null)
        {
            return open;
        }

        switch (one.Type)
        {
            case "MapIterationStarted":
                map.ItemsStarted++;
                break;
            case "MapIterationSucceeded":
                map.ItemsSucceeded++;
                break;
            case "MapIterationFailed":
                map.ItemsFailed++;
                break;
            default:
                map.ItemsAborted++;
                break;
        }

        foreach (var inner in open!.Outwards().TakeWhile(inner => inner != map))
        {
            inner.Over = true;
        }

        return map;
    }

    private static bool IsFailure(string type) =>
        type.EndsWith("Failed", StringComparison.Ordinal) || type.EndsWith("TimedOut", StringComparison.Ordinal);

    private Visit? Fail(HistoryEvent one, Visit? open)
    {
        var container = one.Type switch
        {
            "ParallelStateFailed" => "Parallel",
            "MapStateFailed" or "MapRunFailed" => "Map",
            _ => null,
        };
        var visit = container is null ? open : open?.Outwards().FirstOrDefault(outer => outer.Type == container);
        // Events of containers may leave out what failed inside them.
        visit?.Fail(one.Detail("error") ?? open?.Error, one.Detail("cause") ?? open?.Cause);
        if (container is not null)
        {
            CloseInside(visit);
        }

        return visit ?? open;
    }

    private Visit? End(HistoryEvent one, Visit? open)
    {
        if (one.Type == "ExecutionFailed")
        {
            foreach (var visit in open?.Outwards() ?? [])
            {
                visit.Fail(one.Detail("error"), one.Detail("cause"));
            }
        }

        foreach (var visit in unfinished)
        {
            visit.Over = true;
        }

        return open;
    }

    private void CloseInside(Visit? outer)
    {
        if (outer?.Type is not ("Map" or "Parallel"))
        {
            return;
        }

        var inside = unfinished.Where(visit => visit != outer && visit.Outwards().Contains(outer)).ToList();
        foreach (var visit in inside)
        {
            visit.Over = true;
            unfinished.Remove(visit);
        }
    }
}
