namespace StatesLanguage;

/// <summary>
/// Finds the visits of states in an execution's events. Events of Maps and Parallels interleave, so each is placed by its
/// previous event: the visit that was open after that one is the visit it belongs to.
/// </summary>
public sealed class StateVisits
{
    private readonly Dictionary<long, StateVisit?> openAfter = [];
    private readonly Dictionary<long, string> exitedBy = [];
    private readonly List<StateVisit> visits = [];
    private readonly HashSet<StateVisit> unfinished = [];

    private StateVisits()
    {
    }

    /// <returns>The visits, in the order in which they began.</returns>
    public static IReadOnlyList<StateVisit> Of(IEnumerable<HistoryEvent> events)
    {
        var fold = new StateVisits();
        foreach (var happened in events.OrderBy(happened => happened.Id))
        {
            var open = fold.Take(happened, fold.openAfter.GetValueOrDefault(happened.PreviousEventId));
            fold.openAfter[happened.Id] = open;
            foreach (var visit in open?.Outwards() ?? [])
            {
                visit.LastEvent = happened.Timestamp;
            }
        }

        return fold.visits;
    }

    /// <returns>The visit that is open after the event.</returns>
    private StateVisit? Take(HistoryEvent happened, StateVisit? open)
    {
        switch (happened.Details)
        {
            case EventDetails.StateEntered entered:
                return Enter(happened, entered, open);
            case EventDetails.StateExited exited:
                return Exit(happened, exited, open);
            case EventDetails.MapRunStarted started:
                open?.MapRunArn = started.MapRunArn;
                return open;
        }

        switch (happened.Type)
        {
            case HistoryEventType.TaskScheduled or HistoryEventType.LambdaFunctionScheduled or HistoryEventType.ActivityScheduled
                or HistoryEventType.ParallelStateStarted:
                open?.Attempt();
                return open;
            case HistoryEventType.MapStateStarted:
                open?.Attempt();
                CloseInside(open);
                open?.StartItems((happened.Details as EventDetails.MapStateStarted)?.Length ?? 0);
                return open;
            case HistoryEventType.MapIterationStarted or HistoryEventType.MapIterationSucceeded
                or HistoryEventType.MapIterationFailed or HistoryEventType.MapIterationAborted:
                return Iterate(happened.Type, open);
            case HistoryEventType.ExecutionSucceeded or HistoryEventType.ExecutionFailed
                or HistoryEventType.ExecutionTimedOut or HistoryEventType.ExecutionAborted:
                return End(happened, open);
            case HistoryEventType.ExecutionRedriven:
                foreach (var visit in open?.Outwards() ?? [])
                {
                    visit.Reopen();
                }

                return open;
            case var type when type.AbortsState():
                open?.Over = true;
                return open;
            case HistoryEventType.ParallelStateFailed:
                return FailAround(happened, open, visit => visit.IsParallel);
            case HistoryEventType.MapStateFailed or HistoryEventType.MapRunFailed:
                return FailAround(happened, open, visit => visit.IsMap);
            case HistoryEventType.TaskFailed or HistoryEventType.TaskTimedOut
                or HistoryEventType.LambdaFunctionFailed or HistoryEventType.LambdaFunctionTimedOut
                or HistoryEventType.ActivityFailed or HistoryEventType.ActivityTimedOut or HistoryEventType.EvaluationFailed:
                var error = ErrorOf(happened);
                open?.Fail(error?.Name ?? open.Error, error?.Cause ?? open.Cause);
                return open;
            default:
                return open;
        }
    }

    private StateVisit Enter(HistoryEvent happened, EventDetails.StateEntered entered, StateVisit? open)
    {
        var visit = new StateVisit(happened, entered, open, exitedBy.GetValueOrDefault(happened.PreviousEventId));
        visits.Add(visit);
        unfinished.Add(visit);
        return visit;
    }

    private StateVisit? Exit(HistoryEvent happened, EventDetails.StateExited exited, StateVisit? open)
    {
        exitedBy[happened.Id] = exited.Name;
        var visit = open?.Outwards().FirstOrDefault(outer => outer.Name == exited.Name);
        if (visit is null)
        {
            return open;
        }

        visit.Exit(happened, exited);
        unfinished.Remove(visit);
        CloseInside(visit);
        return visit.Parent;
    }

    private static StateVisit? Iterate(HistoryEventType type, StateVisit? open)
    {
        var map = open?.Outwards().FirstOrDefault(outer => outer.IsMap);
        if (map is null)
        {
            return open;
        }

        switch (type)
        {
            case HistoryEventType.MapIterationStarted:
                map.ItemsStarted++;
                break;
            case HistoryEventType.MapIterationSucceeded:
                map.ItemsSucceeded++;
                break;
            case HistoryEventType.MapIterationFailed:
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

    // Events of Maps and Parallels may leave out what failed inside them.
    private StateVisit? FailAround(HistoryEvent happened, StateVisit? open, Func<StateVisit, bool> isAround)
    {
        var visit = open?.Outwards().FirstOrDefault(isAround);
        var error = ErrorOf(happened);
        visit?.Fail(error?.Name ?? open?.Error, error?.Cause ?? open?.Cause);
        CloseInside(visit);
        return visit ?? open;
    }

    private StateVisit? End(HistoryEvent happened, StateVisit? open)
    {
        if (happened.Type == HistoryEventType.ExecutionFailed)
        {
            var error = ErrorOf(happened);
            foreach (var visit in open?.Outwards() ?? [])
            {
                visit.Fail(error?.Name, error?.Cause);
            }
        }

        foreach (var visit in unfinished)
        {
            visit.Over = true;
        }

        return open;
    }

    private void CloseInside(StateVisit? outer)
    {
        if (outer is not ({ IsMap: true } or { IsParallel: true }))
        {
            return;
        }

        foreach (var visit in unfinished.Where(visit => visit != outer && visit.Outwards().Contains(outer)).ToList())
        {
            visit.Over = true;
            unfinished.Remove(visit);
        }
    }

    private static StatesError? ErrorOf(HistoryEvent happened) => happened.Details switch
    {
        EventDetails.TaskFailed failed => failed.Error,
        EventDetails.Failed failed => failed.Error,
        EventDetails.EvaluationFailed failed => failed.Error,
        _ => null,
    };
}
