namespace StatesLanguage.Replay;

/// <summary>
/// Finds out of a history how far each flow had come. An event belongs to the flow of the event that led to it, or to
/// one around it; names of states are unique in a machine, and tell which.
/// </summary>
internal sealed class HistoryReplay
{
    private readonly Dictionary<long, PastFlow> flows = [];

    private HistoryReplay(StateMachine machine) => Root = new PastFlow(machine.Flow, null, 0);

    public PastFlow Root { get; }

    public long LastId { get; private set; }

    /// <summary>The time at which the last redrive began; null when there was none.</summary>
    public DateTimeOffset? RedriveTime { get; private set; }

    public static HistoryReplay Of(StateMachine machine, IEnumerable<HistoryEvent> events)
    {
        var replay = new HistoryReplay(machine);
        foreach (var happened in events)
        {
            var flow = replay.Take(happened, replay.flows.GetValueOrDefault(happened.PreviousEventId) ?? replay.Root);
            flow.LastEvent = happened.Id;
            replay.flows[happened.Id] = flow;
            replay.LastId = happened.Id;
        }

        return replay;
    }

    /// <returns>The flow that the event belongs to.</returns>
    private PastFlow Take(HistoryEvent happened, PastFlow leading)
    {
        switch (happened)
        {
            case { Details: EventDetails.StateEntered entered }:
                var flow = FlowOf(entered.Name, leading);
                flow.Enter(flow.Flow.States[entered.Name], happened, entered.Input);
                return flow;
            case { Details: EventDetails.StateExited exited }:
                var left = Around(leading, exited.Name);
                left.Exit(exited);
                return left;
            case { Type: HistoryEventType.MapIterationStarted, Details: EventDetails.MapIteration iteration }:
                var owner = Around(leading, iteration.Name);
                return owner.Open!.Begin(((State.Map)owner.Open.State).Processor, owner, iteration.Index);
            case { Type: HistoryEventType.ParallelStateStarted or HistoryEventType.MapStateStarted }:
                var starting = Around(leading, open => open is { State: State.Parallel or State.Map, HasFailed: false });
                starting.Open!.Start();
                return starting;
            case { Type: HistoryEventType.ParallelStateFailed or HistoryEventType.MapStateFailed }:
                var failing = Around(leading, open => open is { State: State.Parallel or State.Map, HasFailed: false });
                failing.Open!.HasFailed = true;
                return failing;
            case { Type: HistoryEventType.ExecutionRedriven }:
                RedriveTime = happened.Timestamp;
                Root.Open?.Redrive();
                return leading;
            case { Details: EventDetails.TaskScheduled or EventDetails.WorkScheduled }:
                leading.Open!.Call(happened.Timestamp);
                return leading;
            case { Details: EventDetails.TaskFailed or EventDetails.Failed }:
                leading.Open?.Answer();
                return leading;
            case { Details: EventDetails.MapRunStarted started }:
                leading.Open!.MapRunArn = started.MapRunArn;
                return leading;
            default:
                return leading;
        }
    }

    // The leading flow itself, or a branch of its open state that starts here.
    private static PastFlow FlowOf(string name, PastFlow leading)
    {
        if (leading.Flow.States.ContainsKey(name))
        {
            return leading;
        }

        if (leading.Open is { State: State.Parallel parallel } open)
        {
            var index = parallel.Branches.ToList().FindIndex(branch => branch.States.ContainsKey(name));
            if (index >= 0)
            {
                return open.Begin(parallel.Branches[index], leading, index);
            }
        }

        return leading.Outer is null
            ? throw new InvalidDataException($"The history enters the state '{name}', which the definition does not have there.")
            : FlowOf(name, leading.Outer);
    }

    private static PastFlow Around(PastFlow leading, string open) => Around(leading, state => state.State.Name == open);

    private static PastFlow Around(PastFlow leading, Func<PastState, bool> isOpen)
    {
        for (var flow = leading; flow is not null; flow = flow.Outer)
        {
            if (flow.Open is { } open && isOpen(open))
            {
                return flow;
            }
        }

        throw new InvalidDataException("The history leaves a state that it did not enter.");
    }
}
