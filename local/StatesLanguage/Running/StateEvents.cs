using System.Diagnostics;

namespace StatesLanguage.Running;

/// <summary>The event types of each kind of state.</summary>
internal static class StateEvents
{
    public static HistoryEventType Entered(State state) => state switch
    {
        State.Pass => HistoryEventType.PassStateEntered,
        State.Choice => HistoryEventType.ChoiceStateEntered,
        State.Task => HistoryEventType.TaskStateEntered,
        State.Map => HistoryEventType.MapStateEntered,
        State.Parallel => HistoryEventType.ParallelStateEntered,
        State.Wait => HistoryEventType.WaitStateEntered,
        State.Succeed => HistoryEventType.SucceedStateEntered,
        State.Fail => HistoryEventType.FailStateEntered,
        _ => throw new UnreachableException($"No event enters a {state.GetType().Name} state."),
    };

    public static HistoryEventType Exited(State state) => state switch
    {
        State.Pass => HistoryEventType.PassStateExited,
        State.Choice => HistoryEventType.ChoiceStateExited,
        State.Task => HistoryEventType.TaskStateExited,
        State.Map => HistoryEventType.MapStateExited,
        State.Parallel => HistoryEventType.ParallelStateExited,
        State.Wait => HistoryEventType.WaitStateExited,
        State.Succeed => HistoryEventType.SucceedStateExited,
        _ => throw new UnreachableException($"No event exits a {state.GetType().Name} state."),
    };

    /// <summary>The event of a state that failed; null where the kind has no such event.</summary>
    public static HistoryEventType? Failed(State state) => state switch
    {
        State.Map => HistoryEventType.MapStateFailed,
        State.Parallel => HistoryEventType.ParallelStateFailed,
        _ => null,
    };

    /// <summary>The event of a state that was given up; null where the kind has none, since it never waits.</summary>
    public static HistoryEventType? Aborted(State state) => state switch
    {
        State.Task => HistoryEventType.TaskStateAborted,
        State.Wait => HistoryEventType.WaitStateAborted,
        State.Map => HistoryEventType.MapStateAborted,
        State.Parallel => HistoryEventType.ParallelStateAborted,
        _ => null,
    };
}
