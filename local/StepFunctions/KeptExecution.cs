using StatesLanguage;

namespace Local.StepFunctions;

/// <summary>The kept state of an execution, from which the interpreter goes on.</summary>
internal sealed class KeptExecution
{
    private readonly ExecutionStore store;
    private readonly Execution execution;
    private readonly IReadOnlyList<HistoryEvent> events;

    /// <param name="store">Holds its map runs' children.</param>
    /// <param name="execution">The execution as it goes on.</param>
    /// <param name="events">Its history, which was read before.</param>
    public KeptExecution(ExecutionStore store, Execution execution, IReadOnlyList<HistoryEvent> events) =>
        (this.store, this.execution, this.events) = (store, execution, events);

    /// <summary>Whether its last redrive was answered for and has not begun.</summary>
    public bool RedriveIsDue =>
        execution.RedriveCount > events.Count(happened => happened.Type == HistoryEventType.ExecutionRedriven);

    /// <summary>Its result, where its last event gives one; null when it has to go on.</summary>
    public ExecutionResult? Result => RedriveIsDue || events is not [.., var last] ? null : last switch
    {
        { Details: EventDetails.ExecutionSucceeded(var output) } => new ExecutionResult.Succeeded(output, last.Timestamp),
        { Type: HistoryEventType.ExecutionFailed, Details: EventDetails.Failed(var error) } =>
            new ExecutionResult.Failed(error, last.Timestamp),
        { Type: HistoryEventType.ExecutionAborted, Details: EventDetails.Failed(var error) } =>
            new ExecutionResult.Aborted(error, last.Timestamp),
        { Type: HistoryEventType.ExecutionTimedOut } => new ExecutionResult.TimedOut(last.Timestamp),
        _ => null,
    };

    public PastExecution Past => new()
    {
        Events = events,
        Children = Children,
        RedriveCount = execution.RedriveCount - (RedriveIsDue ? 1 : 0),
    };

    private IEnumerable<PastChild> Children(string mapRunArn) => store.Children(execution.ExecutionArn, mapRunArn).Select(PastOf);

    private static PastChild PastOf(KeptChild kept)
    {
        var goesOn = kept is { Child.Type: ExecutionType.Standard, Result: not ExecutionResult.Succeeded };
        return new(kept.Child, kept.Result, goesOn ? new()
        {
            Events = kept.Events,
            RedriveCount = kept.Events.Count(happened => happened.Type == HistoryEventType.ExecutionRedriven),
        } : null);
    }
}
