namespace StatesLanguage;

/// <summary>The status of a visit of a state.</summary>
public enum VisitStatus
{
    Running,

    /// <summary>The visit failed, and no catcher of its own took the failure.</summary>
    Failed,

    /// <summary>The visit failed, and the flow went on by a catcher.</summary>
    Caught,

    /// <summary>The visit was given up: a sibling failed, or the execution ended for another reason than this state.</summary>
    Aborted,
    Succeeded,
}

/// <summary>One visit of a state, from the event that enters it to the one that exits it, with all of its attempts.</summary>
public sealed class StateVisit
{
    private int attempts;
    private bool failed;

    internal StateVisit(HistoryEvent entered, EventDetails.StateEntered details, StateVisit? parent, string? from)
    {
        Id = entered.Id;
        Name = details.Name;
        LastEvent = entered.Timestamp;
        Input = details.Input;
        Entered = entered.Timestamp;
        IsMap = entered.Type == HistoryEventType.MapStateEntered;
        IsParallel = entered.Type == HistoryEventType.ParallelStateEntered;
        Parent = parent;
        From = from;
        if (entered.Type == HistoryEventType.FailStateEntered)
        {
            failed = true;
            Over = true;
        }
    }

    /// <summary>The id of the event that entered the state.</summary>
    public long Id { get; }

    public string Name { get; }

    /// <summary>The visit of the Map or Parallel around it; null: it is none's.</summary>
    public StateVisit? Parent { get; }

    /// <summary>The state that the transition came from; null for the first state of its flow.</summary>
    public string? From { get; }

    public DateTimeOffset Entered { get; }

    /// <summary>The time at which the state was left; null when it has not been left.</summary>
    public DateTimeOffset? Exited { get; private set; }

    /// <summary>The time of the last event in the visit; for a failed visit, its end.</summary>
    public DateTimeOffset LastEvent { get; internal set; }

    public Json Input { get; }

    /// <summary>The output that the state passed on; null when it has not been left.</summary>
    public Json? Output { get; private set; }

    /// <summary>The name of its last failure, which a retry may have mended.</summary>
    public string? Error { get; private set; }

    public string? Cause { get; private set; }

    /// <summary>The map run of a Distributed Map.</summary>
    public string? MapRunArn { get; internal set; }

    /// <summary>The items of an inline Map in its last attempt, and how far they are.</summary>
    public int Items { get; private set; }

    public int ItemsStarted { get; internal set; }

    public int ItemsSucceeded { get; internal set; }

    public int ItemsFailed { get; internal set; }

    public int ItemsAborted { get; internal set; }

    public int Retries => Math.Max(0, attempts - 1);

    public VisitStatus Status => (Exited, failed) switch
    {
        (not null, true) => VisitStatus.Caught,
        (not null, false) => VisitStatus.Succeeded,
        (null, true) when Over => VisitStatus.Failed,
        (null, false) when Over => VisitStatus.Aborted,
        _ => VisitStatus.Running,
    };

    internal bool IsMap { get; }

    internal bool IsParallel { get; }

    /// <summary>Whether nothing can happen in the visit any more, although the state was never exited.</summary>
    internal bool Over { get; set; }

    internal void Attempt()
    {
        attempts++;
        failed = false;
    }

    /// <summary>An attempt of an inline Map goes through all of its items again.</summary>
    internal void StartItems(int items)
    {
        Items = items;
        (ItemsStarted, ItemsSucceeded, ItemsFailed, ItemsAborted) = (0, 0, 0, 0);
    }

    internal void Fail(string? error, string? cause)
    {
        failed = true;
        Error = error ?? Error;
        Cause = cause ?? Cause;
    }

    internal void Exit(HistoryEvent exited, EventDetails.StateExited details)
    {
        Exited = exited.Timestamp;
        Output = details.Output;
    }

    /// <summary>A redrive takes it up again where it failed.</summary>
    internal void Reopen()
    {
        Over = false;
        failed = false;
    }

    /// <summary>The visit itself, then those around it.</summary>
    internal IEnumerable<StateVisit> Outwards()
    {
        for (var visit = this; visit is not null; visit = visit.Parent)
        {
            yield return visit;
        }
    }
}
