using StatesLanguage.Payloads;
using StatesLanguage.Replay;

namespace StatesLanguage.Running;

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

    /// <summary>Runs the flow from its start, or from where it had come to.</summary>
    public ValueTask<Outcome> RunAsync(Json input, PastFlow? past = null) =>
        past is null ? ContinueAsync(new Outcome.Continued(flow.StartAt, input)) : ResumeAsync(input, past);

    /// <summary>Appends an event of this flow, which the next one follows.</summary>
    public long Append(HistoryEventType type, EventDetails? details = null) =>
        Previous = Execution.Recorder.Append(type, Previous, details);

    /// <summary>Appends an event that the next one does not follow.</summary>
    public long AppendAside(HistoryEventType type, EventDetails? details = null) =>
        Execution.Recorder.Append(type, Previous, details);

    private async ValueTask<Outcome> ResumeAsync(Json input, PastFlow past)
    {
        Variables.Set(past.Assigned);
        if (past.Output is { } output)
        {
            return new Outcome.Succeeded(output);
        }

        return await ContinueAsync(past switch
        {
            { Open: { State: State.Fail } fail } => new Outcome.Continued(fail.State.Name, fail.Input),
            { Open: { } open } => await new StateRun(this, open).RunAsync(),
            { Last: ({ Next: { } next }, var data) } => new Outcome.Continued(next, data),
            // The history does not tell which rule matched, but it has the next state.
            { Last: ({ Name: var choice }, var data) } => new Outcome.Continued(choice, data),
            _ => new Outcome.Continued(flow.StartAt, input),
        });
    }

    private async ValueTask<Outcome> ContinueAsync(Outcome outcome)
    {
        while (outcome is Outcome.Continued(var name, var data))
        {
            Cancellation.ThrowIfCancellationRequested();
            outcome = await new StateRun(this, flow.States[name], data).RunAsync();
        }

        return outcome;
    }
}
