namespace Local.Drawing;

/// <summary>One stay in a state, from its StateEntered event to its StateExited event, over all attempts.</summary>
internal sealed class Visit(string name, string type, Visit? parent, string? from, HistoryEvent entered)
{
    private int attempts;
    private bool failed;

    public string Name { get; } = name;

    /// <summary>The type as events are named after it: Task, Map, Parallel …</summary>
    public string Type { get; } = type;

    /// <summary>The visit to the Map or Parallel around it.</summary>
    public Visit? Parent { get; } = parent;

    /// <summary>The state that the transition came from; null for the first state of its container.</summary>
    public string? From { get; } = from;

    public DateTimeOffset Entered { get; } = entered.Timestamp;

    public DateTimeOffset? Exited { get; private set; }

    public string? Input { get; } = entered.Detail("input");

    public string? Output { get; private set; }

    public string? Error { get; private set; }

    public string? Cause { get; private set; }

    public string? MapRunArn { get; set; }

    /// <summary>Of an inline Map, in its last attempt.</summary>
    public int Items { get; private set; }

    public int ItemsStarted { get; set; }

    public int ItemsSucceeded { get; set; }

    public int ItemsFailed { get; set; }

    public int ItemsAborted { get; set; }

    public int Retries => Math.Max(0, attempts - 1);

    /// <summary>Whether nothing can happen in it any more, though it never exited.</summary>
    public bool Over { get; set; }

    public StateStatus Status => (Exited, failed) switch
    {
        (not null, true) => StateStatus.Caught,
        (not null, false) => StateStatus.Succeeded,
        (null, true) when Over => StateStatus.Failed,
        (null, false) when Over => StateStatus.Aborted,
        _ => StateStatus.Running,
    };

    public void Attempt()
    {
        attempts++;
        failed = false;
    }

    /// <summary>An attempt of an inline Map goes through all of its items again.</summary>
    public void StartItems(int items)
    {
        Items = items;
        (ItemsStarted, ItemsSucceeded, ItemsFailed, ItemsAborted) = (0, 0, 0, 0);
    }

    public void Fail(string? error, string? cause)
    {
        failed = true;
        Error = error ?? Error;
        Cause = cause ?? Cause;
    }

    public void Exit(HistoryEvent exited)
    {
        Exited = exited.Timestamp;
        Output = exited.Detail("output");
    }

    /// <summary>A redrive takes it up again where it failed.</summary>
    public void Reopen()
    {
        Over = false;
        failed = false;
    }

    public IEnumerable<Visit> Outwards()
    {
        for (var visit = this; visit is not null; visit = visit.Parent)
        {
            yield return visit;
        }
    }
}
