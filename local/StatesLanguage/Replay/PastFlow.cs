namespace StatesLanguage.Replay;

/// <summary>The progress of a flow.</summary>
internal sealed class PastFlow(Flow flow, PastFlow? outer, int index)
{
    public Flow Flow { get; } = flow;

    /// <summary>The flow whose open state this one is part of.</summary>
    public PastFlow? Outer { get; } = outer;

    /// <summary>The place of the flow among the branches or iterations.</summary>
    public int Index { get; } = index;

    public JsonObject Assigned { get; private set; } = JsonObject.Empty;

    /// <summary>The state that was entered and not left.</summary>
    public PastState? Open { get; private set; }

    /// <summary>The last state that was left, and what it put out.</summary>
    public (State State, Json Output)? Last { get; private set; }

    /// <summary>The last event that belongs to the flow itself.</summary>
    public long LastEvent { get; set; }

    /// <summary>The flow's output; null when it had not come to its end.</summary>
    public Json? Output => Open is null && Last is ({ Next: null } and not State.Choice, var output) ? output : null;

    public void Enter(State state, HistoryEvent entered, Json input) =>
        Open = new PastState(state, input, entered.Id, entered.Timestamp);

    public void Exit(EventDetails.StateExited exited)
    {
        foreach (var (name, value) in exited.Assigned ?? JsonObject.Empty)
        {
            Assigned = Assigned.With(name, value);
        }

        Last = (Open!.State, exited.Output);
        Open = null;
    }
}

/// <summary>A state that was entered and not left.</summary>
internal sealed record PastState(State State, Json Input, long EnteredEvent, DateTimeOffset EnteredTime)
{
    private readonly Dictionary<int, PastFlow> inner = [];

    /// <summary>The run of a Distributed Map.</summary>
    public string? MapRunArn { get; set; }

    /// <summary>The time of the first call of a task that has not answered; null when no call is open.</summary>
    public DateTimeOffset? AttemptTime { get; private set; }

    /// <summary>Whether its retries are used up, so that a state around it starts next.</summary>
    public bool HasFailed { get; set; }

    /// <summary>Branches or iterations had started, and some of them not come to their end.</summary>
    public bool HasUnfinished => inner.Values.Any(flow => flow.Output is null);

    /// <summary>The branch or iteration at this place, as far as it had come; null when it had not started.</summary>
    public PastFlow? Inner(int index) => inner.GetValueOrDefault(index);

    /// <summary>A task is called; where it was under way when its process ended, for another time.</summary>
    public void Call(DateTimeOffset time) => AttemptTime ??= time;

    /// <summary>A call has failed.</summary>
    public void Answer() => AttemptTime = null;

    /// <summary>The work begins, perhaps again.</summary>
    public void Start() => inner.Clear();

    /// <summary>The execution goes on from here.</summary>
    public void Redrive()
    {
        HasFailed = false;
        AttemptTime = null;
        foreach (var flow in inner.Values)
        {
            flow.Open?.Redrive();
        }
    }

    public PastFlow Begin(Flow flow, PastFlow outer, int index) => inner[index] = new PastFlow(flow, outer, index);
}
