using System.Diagnostics;
using StatesLanguage.Clocks;
using StatesLanguage.Payloads;
using StatesLanguage.Replay;
using StatesLanguage.Results;

namespace StatesLanguage.Running;

/// <summary>One visit of one state: its work, its retries, and its catchers.</summary>
internal sealed class StateRun
{
    private readonly long enteredEvent;
    private Attempts? attempts;

    public StateRun(FlowRun flow, State state, Json input)
    {
        Flow = flow;
        State = state;
        Input = input;
        Data = new StateData(this);
        enteredEvent = flow.Append(StateEvents.Entered(state), new EventDetails.StateEntered(state.Name, input));
        EnteredTime = flow.Execution.Recorder.LastTime;
    }

    /// <summary>Goes on in a state that was entered before.</summary>
    public StateRun(FlowRun flow, PastState past)
    {
        Flow = flow;
        State = past.State;
        Input = past.Input;
        Data = new StateData(this);
        enteredEvent = past.EnteredEvent;
        EnteredTime = past.EnteredTime;
        Past = past;
    }

    public FlowRun Flow { get; }

    public State State { get; }

    /// <summary>The raw input.</summary>
    public Json Input { get; }

    public StateData Data { get; }

    public DateTimeOffset EnteredTime { get; }

    public int RetryCount { get; private set; }

    /// <summary>The earlier progress of the state, until it is retried.</summary>
    public PastState? Past { get; private set; }

    public Host Host => Flow.Execution.Host;

    public async ValueTask<Outcome> RunAsync()
    {
        try
        {
            while (true)
            {
                var outcome = await AttemptAsync();
                if (outcome is not Outcome.Failed(var error) || State is State.Fail || error.IsTerminal)
                {
                    return outcome;
                }

                if (!await RetriesAsync(error))
                {
                    return await CatchAsync(error);
                }
            }
        }
        catch (OperationCanceledException) when (!Flow.Execution.IsEnding)
        {
            Abort();
            throw;
        }
    }

    private async ValueTask<Outcome> AttemptAsync()
    {
        try
        {
            return await WorkAsync();
        }
        catch (StateFailure failure)
        {
            return new Outcome.Failed(Record(failure));
        }
        catch (Exception exception) when (Boundary.Takes(exception, Flow.Cancellation))
        {
            return new Outcome.Failed(Record(StateFailure.Runtime(exception.Message)));
        }
    }

    private ValueTask<Outcome> WorkAsync() => State switch
    {
        State.Pass pass => PassAsync(pass),
        State.Choice choice => ChoiceWork.RunAsync(this, choice),
        State.Task task => TaskWork.RunAsync(this, task),
        State.Map { Distribution: null } map => InlineMap.RunAsync(this, map),
        State.Map map => DistributedMap.RunAsync(this, map),
        State.Parallel parallel => ParallelWork.RunAsync(this, parallel),
        State.Wait wait => WaitWork.RunAsync(this, wait),
        State.Succeed => FinishAsync(Data.Input()),
        State.Fail fail => FailWork.RunAsync(this, fail),
        var other => throw new UnreachableException($"No rule runs a {other.GetType().Name} state."),
    };

    private ValueTask<Outcome> PassAsync(State.Pass pass)
    {
        if (pass.Result is not null)
        {
            return FinishAsync(pass.Result);
        }

        var parameters = Data.ParametersAsync();
        return parameters.IsCompletedSuccessfully ? FinishAsync(parameters.Result) : AwaitAsync(parameters);

        async ValueTask<Outcome> AwaitAsync(ValueTask<Json> evaluation) => await FinishAsync(await evaluation);
    }

    /// <summary>Makes the output of a result, sets variables (in JSONPath from the result itself), and leaves the state.</summary>
    public ValueTask<Outcome> FinishAsync(Json result)
    {
        var data = State.Data;
        if (data.Assign is null && data.Output is null)
        {
            return new(Leave(Data.Combine(Data.Select(result)), null, State.Next));
        }

        return AssignAsync(result);
    }

    private async ValueTask<Outcome> AssignAsync(Json result)
    {
        var (output, assigned) = await Data.OutputAsync(State.Data.Output, State.Data.Assign, result, null);
        return Leave(State.Data.Output is null ? Data.Combine(Data.Select(result)) : output, assigned, State.Next);
    }

    /// <param name="output">The input of the next state.</param>
    /// <param name="assigned">Variables to set.</param>
    /// <param name="next">Null: the flow ends here.</param>
    public Outcome Leave(Json output, JsonObject? assigned, string? next)
    {
        if (output.Utf8Length > Payload.Limit)
        {
            throw StateFailure.TooLarge(State.Name);
        }

        CheckDepth(output);
        if (assigned is not null)
        {
            CheckDepth(assigned);
            Flow.Variables.Set(assigned);
        }

        Flow.Append(StateEvents.Exited(State), new EventDetails.StateExited(State.Name, output, assigned));
        return next is null ? new Outcome.Succeeded(output) : new Outcome.Continued(next, output);
    }

    public StatesError ToError(StateFailure failure) => new(
        failure.Name,
        failure.IsWhole
            ? failure.Message
            : $"An error occurred while executing the state '{State.Name}' (entered at the event id #{enteredEvent}). {failure.Message}");

    // A loop of Pass states could nest a value until nobody can read it back.
    private static void CheckDepth(Json value)
    {
        if (value.Utf8Length > 2 * Json.DeepestNesting && value.Depth > Json.DeepestNesting)
        {
            throw StateFailure.Runtime($"The result is nested deeper than {Json.DeepestNesting} levels.");
        }
    }

    private StatesError Record(StateFailure failure)
    {
        var error = ToError(failure);
        if (failure.Name == StatesError.QueryEvaluation)
        {
            Flow.Append(HistoryEventType.EvaluationFailed, new EventDetails.EvaluationFailed(error, failure.Location, State.Name));
        }

        return error;
    }

    private async ValueTask<bool> RetriesAsync(StatesError error)
    {
        attempts ??= new Attempts(State.Retry);
        if (attempts.Next(error, Host.Random) is not { } delay)
        {
            return false;
        }

        Flow.Execution.History.Flush();
        await Host.Clock.DelayAsync(delay, Flow.Cancellation);
        RetryCount++;
        Past = null;
        return true;
    }

    private async ValueTask<Outcome> CatchAsync(StatesError error)
    {
        var before = Flow.Previous;
        RecordFailed();
        var catcher = State.Catch.FirstOrDefault(catcher => error.IsAmong(catcher.Errors));
        if (catcher is null)
        {
            if (Flow.IsInner && State is State.Task)
            {
                Flow.AppendAside(HistoryEventType.TaskStateAborted);
            }

            return new Outcome.Failed(error);
        }

        try
        {
            return await LeaveByAsync(catcher, error);
        }
        catch (Exception exception) when (exception is StateFailure || Boundary.Takes(exception, Flow.Cancellation))
        {
            Flow.Previous = before;
            var second = Record(exception as StateFailure ?? StateFailure.Runtime(exception.Message));
            if (!second.IsTerminal)
            {
                RecordFailed();
            }

            return new Outcome.Failed(second);
        }
    }

    private async ValueTask<Outcome> LeaveByAsync(Catcher catcher, StatesError error)
    {
        var caught = error.ToJson();
        var (output, assigned) = await Data.OutputAsync(catcher.Output, catcher.Assign, caught, caught);
        return Leave(
            State.Language == QueryLanguage.Jsonata ? output : StateData.Place(Input, caught, catcher.ResultPath, catcher.DropsResult),
            assigned,
            catcher.Next);
    }

    private void RecordFailed()
    {
        if (StateEvents.Failed(State) is { } failed)
        {
            Flow.Append(failed);
        }
    }

    // A sibling failed, and nobody needs this state any more.
    private void Abort()
    {
        if (StateEvents.Aborted(State) is { } aborted)
        {
            Flow.AppendAside(aborted);
        }
    }
}
