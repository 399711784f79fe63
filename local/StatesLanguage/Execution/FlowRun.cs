namespace StatesLanguage;

/// <summary>Runs the states of a flow one after the other: the machine's own, a branch's, or an iteration's.</summary>
internal sealed class FlowRun(
    Execution execution, Flow flow, Variables variables, MapItem? item, long previous, CancellationToken cancellation)
{
    public Execution Execution { get; } = execution;

    public Variables Variables { get; } = variables;

    public MapItem? Item { get; } = item;

    /// <summary>Signals that the flow's result is not needed any more.</summary>
    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>The last event of this flow, which leads to the next one.</summary>
    public long Previous { get; set; } = previous;

    /// <summary>Part of a Parallel or Map state.</summary>
    public bool IsInner { get; init; }

    public async ValueTask<Outcome> RunAsync(string start, Json input)
    {
        Outcome outcome = new Outcome.Continued(start, input);
        while (outcome is Outcome.Continued(var name, var data))
        {
            Cancellation.ThrowIfCancellationRequested();
            outcome = await new StateRun(this, flow.States[name], data).RunAsync();
        }

        return outcome;
    }

    /// <summary>Appends an event of this flow, which the next one follows.</summary>
    public long Append(HistoryEventType type, EventDetails? details = null) =>
        Previous = Execution.Recorder.Append(type, Previous, details);

    /// <summary>Appends an event that the next one does not follow.</summary>
    public long AppendAside(HistoryEventType type, EventDetails? details = null) =>
        Execution.Recorder.Append(type, Previous, details);
}
