using System.Runtime.ExceptionServices;
using StatesLanguage.Clocks;
using StatesLanguage.History;
using StatesLanguage.Payloads;
using StatesLanguage.Replay;
using StatesLanguage.Results;
using StatesLanguage.Running;

namespace StatesLanguage;

/// <summary>One run of a state machine.</summary>
public sealed class Execution
{
    private readonly CancellationTokenSource ended;
    private readonly TaskScheduler scheduler;
    private readonly IHistory history;
    private readonly Recorder recorder;
    private readonly HistoryReplay? replay;
    private StatesError? stopped;

    private Execution(StateMachine machine, ExecutionStart start, Host host, IHistory history, PastExecution? past, bool redrives)
    {
        Machine = machine;
        Start = start;
        Host = host;
        this.history = new GuardedHistory(history);
        Past = past;
        RedriveCount = (past?.RedriveCount ?? 0) + (redrives ? 1 : 0);
        StartTime = start.StartTime ?? host.Clock.GetUtcNow();
        replay = past is null ? null : HistoryReplay.Of(machine, past.Events);
        recorder = new Recorder(this.history, host.Clock, Limit(machine, start), replay?.LastId ?? 0);
        scheduler = host.Scheduler();
        Redrives = redrives;
        if (redrives)
        {
            replay!.Root.Open?.Redrive();
        }

        // A redrive has all the time again; what was only interrupted, what is left of it.
        ended = host.Clock.Limit(machine.Timeout, redrives || replay is null ? null : replay.RedriveTime ?? StartTime);
        Context = new ContextObject(this);
    }

    public StateMachine Machine { get; }

    public ExecutionStart Start { get; }

    public DateTimeOffset StartTime { get; }

    /// <summary>The task that ends with the execution, whatever its result; it faults only where our own code fails.</summary>
    public Task<ExecutionResult> Completion { get; private set; } = null!;

    /// <summary>Redrives of this execution, this one counted.</summary>
    public int RedriveCount { get; }

    /// <summary>The time at which this redrive began.</summary>
    internal DateTimeOffset? RedriveTime { get; private set; }

    internal Host Host { get; }

    internal PastExecution? Past { get; }

    /// <summary>Whether the execution goes on after a failure, and not after the end of its process.</summary>
    internal bool Redrives { get; }

    internal IHistory History => history;

    internal Recorder Recorder => recorder;

    internal ContextObject Context { get; }

    internal CancellationToken Ended => ended.Token;

    /// <summary>Whether events of work that still runs are no longer reported.</summary>
    internal bool IsEnding => EndsSilently || ended.IsCancellationRequested;

    internal bool EndsSilently { get; set; }

    /// <summary>Starts an execution; it runs on its own from here.</summary>
    public static Execution Run(StateMachine machine, ExecutionStart start, Host host, IHistory history) =>
        Run(new Execution(machine, start, host, history, null, redrives: false));

    /// <summary>Goes on with an unsuccessful execution from its failed state, as RedriveExecution does.</summary>
    /// <param name="machine">The definition it ran before.</param>
    /// <param name="start">The start of the execution, as it was the first time.</param>
    /// <param name="host">The world it runs in.</param>
    /// <param name="history">Takes the events that follow.</param>
    /// <param name="past">The kept state of the execution.</param>
    /// <exception cref="InvalidOperationException">It had succeeded.</exception>
    public static Execution Redrive(StateMachine machine, ExecutionStart start, Host host, IHistory history, PastExecution past)
    {
        var execution = new Execution(machine, start, host, history, past, redrives: true);
        return execution.replay!.Root.Output is null
            ? Run(execution)
            : throw new InvalidOperationException("Execution is SUCCEEDED and cannot be redriven");
    }

    /// <summary>Goes on with an execution whose process ended; a task that was under way is called again.</summary>
    /// <inheritdoc cref="Redrive"/>
    public static Execution Resume(StateMachine machine, ExecutionStart start, Host host, IHistory history, PastExecution past) =>
        Run(new Execution(machine, start, host, history, past, redrives: false));

    private static Execution Run(Execution execution)
    {
        execution.Completion = Task.Factory.StartNew(
            execution.RunAsync, CancellationToken.None, TaskCreationOptions.DenyChildAttach, execution.scheduler).Unwrap();
        return execution;
    }

    /// <summary>Stops the execution, as StopExecution does. Nothing happens when it has ended.</summary>
    public void Stop(string? error = null, string? cause = null)
    {
        Interlocked.CompareExchange(ref stopped, new StatesError(error, cause), null);
        ended.Cancel();
    }

    private static long Limit(StateMachine machine, ExecutionStart start) =>
        machine.Type == ExecutionType.Express ? long.MaxValue : start.MaximumEvents ?? long.MaxValue;

    private async Task<ExecutionResult> RunAsync()
    {
        try
        {
            return await RunToEndAsync();
        }
        catch (HistoryFault fault)
        {
            ExceptionDispatchInfo.Throw(fault.InnerException!);
            throw;
        }
    }

    private async Task<ExecutionResult> RunToEndAsync()
    {
        var flow = new FlowRun(this, Machine.Flow, new Variables(null), null, Begin(), ended.Token);
        var result = await ResultAsync(flow);
        history.Flush();

        // The source is not disposed, since the execution may still be told to stop.
        ended.CancelAfter(Timeout.InfiniteTimeSpan);
        return result;
    }

    /// <returns>The event that the first state follows; AWS lets it follow none.</returns>
    private long Begin()
    {
        if (Redrives)
        {
            RedriveTime = Host.Clock.GetUtcNow();
            return recorder.AppendLast(HistoryEventType.ExecutionRedriven, recorder.LastId, new EventDetails.Redriven(RedriveCount));
        }

        if (recorder.LastId == 0)
        {
            recorder.AppendLast(HistoryEventType.ExecutionStarted, 0, new EventDetails.ExecutionStarted(Start.Input, Start.RoleArn));
        }

        return replay?.Root.LastEvent ?? 0;
    }

    private async Task<ExecutionResult> ResultAsync(FlowRun flow)
    {
        try
        {
            ended.Token.ThrowIfCancellationRequested();
            return await flow.RunAsync(Start.Input, replay?.Root) switch
            {
                Outcome.Succeeded(var output) => Succeeded(output, flow.Previous),
                Outcome.Failed(var error) => Failed(error),
                var other => throw new System.Diagnostics.UnreachableException($"A flow does not end in {other}."),
            };
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            return stopped is null ? TimedOut() : Aborted(stopped);
        }
        catch (HistoryFullException exception)
        {
            EndsSilently = true;
            await ended.CancelAsync();
            return Failed(new StatesError(StatesError.Runtime, exception.Message));
        }
        catch (Exception exception) when (Boundary.Takes(exception, ended.Token))
        {
            EndsSilently = true;
            await ended.CancelAsync();
            return Failed(new StatesError(StatesError.Runtime, exception.Message));
        }
    }

    private ExecutionResult.Succeeded Succeeded(Json output, long previous)
    {
        recorder.AppendLast(HistoryEventType.ExecutionSucceeded, previous, new EventDetails.ExecutionSucceeded(output));
        return new ExecutionResult.Succeeded(output, recorder.LastTime);
    }

    private ExecutionResult.Failed Failed(StatesError error)
    {
        recorder.AppendLast(HistoryEventType.ExecutionFailed, recorder.LastId, new EventDetails.Failed(error));
        return new ExecutionResult.Failed(error, recorder.LastTime);
    }

    private ExecutionResult.TimedOut TimedOut()
    {
        recorder.AppendLast(HistoryEventType.ExecutionTimedOut, recorder.LastId, null);
        return new ExecutionResult.TimedOut(recorder.LastTime);
    }

    private ExecutionResult.Aborted Aborted(StatesError reason)
    {
        recorder.AppendLast(HistoryEventType.ExecutionAborted, recorder.LastId, new EventDetails.Failed(reason));
        return new ExecutionResult.Aborted(reason, recorder.LastTime);
    }
}
