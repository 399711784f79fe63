using System.Collections.Concurrent;
using StatesLanguage;

namespace Local.StepFunctions;

/// <summary>The executions under way in this process, each in the background to its end.</summary>
/// <param name="store">Keeps the executions.</param>
/// <param name="stepFunctions">Runs the executions.</param>
/// <param name="most">The number of executions that may run at once.</param>
/// <param name="clock">Times the executions of which nothing is kept.</param>
/// <param name="newId">Names an execution that has no name.</param>
/// <param name="watch">Is called with an execution's ARN whenever something happens in it.</param>
/// <param name="changed">Is called with every execution that starts or ends.</param>
/// <param name="notice">Is called with sentences for the person who started the program.</param>
internal sealed class RunningExecutions(
    ExecutionStore store,
    ExecutionService stepFunctions,
    int most,
    TimeProvider clock,
    Func<string> newId,
    Func<string, IHistory> watch,
    Action<Execution> changed,
    Action<string> notice)
{
    private static readonly TimeSpan LongestExpress = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, RunningExecution> running = new();
    private readonly Lock starting = new();
    private volatile bool suspended;

    /// <summary>Goes on with what the last process left behind.</summary>
    public void ResumeInterrupted()
    {
        var interrupted = store.List().Where(execution => execution.IsInterrupted).ToList();
        if (interrupted.Count > 0)
        {
            notice($"Executions that the last run left unfinished go on: {interrupted.Count}.");
        }

        foreach (var execution in interrupted)
        {
            Resume(execution);
        }
    }

    /// <exception cref="ExecutionException">The name is not valid or taken, the input is refused, or too many run.</exception>
    public Execution Start(StateMachineRecord machine, string? name, string input)
    {
        var loaded = ExecutionService.Load(machine.Definition, machine.Type);
        lock (starting)
        {
            // A start with the name and the input of a running execution gets its answer again.
            if (name is null || !running.ContainsKey(StatesArn.Execution(machine.Name, name)))
            {
                CheckRoom();
            }

            var (execution, run) = store.Start(machine.Name, name, input, machine.Definition, machine.IsExpress, machine.RoleArn);
            if (run is not null)
            {
                Follow(stepFunctions.Start(loaded, run, watch(execution.ExecutionArn)));
            }

            return execution;
        }
    }

    /// <summary>Runs an EXPRESS execution to its end, and keeps nothing of it.</summary>
    /// <exception cref="ExecutionException">The name is not valid, or the input is refused.</exception>
    public async Task<(Execution Execution, ExecutionResult Result)> RunAsync(
        StateMachineRecord machine, string? name, string input, CancellationToken cancellation)
    {
        name ??= newId();
        ExecutionName.Check(name);
        ExecutionStore.CheckInput(input);
        var execution = new Execution
        {
            ExecutionArn = StatesArn.Express(machine.Name, name, newId()),
            StateMachineArn = machine.Arn,
            StateMachine = machine.Name,
            Name = name,
            Status = ExecutionStatus.Running,
            StartDate = clock.GetUtcNow(),
            IsExpress = true,
            RoleArn = machine.RoleArn,
            Input = input,
        };
        var loaded = ExecutionService.Load(machine.Definition, ExecutionType.Express);
        using var limit = new CancellationTokenSource(LongestExpress, clock);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        var result = await stepFunctions.RunUnkeptAsync(loaded, execution, NoHistory.Instance, ended.Token);
        cancellation.ThrowIfCancellationRequested();
        return (execution, limit.IsCancellationRequested ? new ExecutionResult.TimedOut(result.StopDate) : result);
    }

    /// <param name="clientToken">A request that a client sends again, because its answer was lost, is the same redrive.</param>
    /// <returns>The time of the redrive.</returns>
    /// <exception cref="ExecutionException">It cannot be redriven, or too many run.</exception>
    public DateTimeOffset Redrive(string arn, string? clientToken)
    {
        lock (starting)
        {
            if (clientToken is not null && store.RedriveOf(arn, clientToken) is { } earlier)
            {
                return earlier;
            }

            CheckRoom();
            return Follow(stepFunctions.Redrive(arn, watch(arn), clientToken)).RedriveDate!.Value;
        }
    }

    /// <summary>Ends an execution ABORTED; one that has ended stays as it is.</summary>
    /// <exception cref="ExecutionException">There is none of that ARN.</exception>
    public async Task<Execution> StopAsync(string arn, string? error, string? cause, CancellationToken cancellation)
    {
        if (!running.TryGetValue(arn, out var execution))
        {
            return Abandon(store.Describe(arn), error, cause);
        }

        execution.Stop(error, cause);
        return await execution.Completion.WaitAsync(cancellation);
    }

    /// <summary>Leaves all that run as they stand, for the next process to go on with.</summary>
    public void Suspend()
    {
        suspended = true;
        foreach (var execution in running.Values)
        {
            execution.Suspend();
        }
    }

    private void Resume(Execution execution)
    {
        try
        {
            Follow(stepFunctions.Resume(execution.ExecutionArn, watch(execution.ExecutionArn)));
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // An execution that cannot go on does not hold up the others.
            notice(
                $"Execution {execution.Name} of {execution.StateMachine} stands still: {error.Message.TrimEnd('.')}. "
                + $"Its files are in '{store.FolderOf(execution)}': restore them from a copy and start serve again, or end it with StopExecution.");
        }
    }

    // An execution that stands still has nobody who would end it or report its end.
    private Execution Abandon(Execution execution, string? error, string? cause)
    {
        if (execution.Status != ExecutionStatus.Running)
        {
            return execution;
        }

        var ended = store.Abort(execution.ExecutionArn, error, cause);
        changed(ended);
        return ended;
    }

    private void CheckRoom()
    {
        if (running.Count >= most)
        {
            throw ExecutionException.LimitExceeded(most);
        }
    }

    private Execution Follow(RunningExecution execution)
    {
        running[execution.Started.ExecutionArn] = execution;
        changed(execution.Started);
        _ = EndAsync(execution);
        return execution.Started;
    }

    private async Task EndAsync(RunningExecution execution)
    {
        Execution ended;
        try
        {
            ended = await execution.Completion;
        }
        catch (Exception) when (suspended)
        {
            return;
        }
        catch (Exception error)
        {
            // A fault of ours or of the disk ends one execution, not the server. Started again, it goes on.
            running.TryRemove(KeyValuePair.Create(execution.Started.ExecutionArn, execution));
            notice($"Execution {execution.Started.Name} stands still until serve is started again: {error.Message}");
            return;
        }

        running.TryRemove(KeyValuePair.Create(ended.ExecutionArn, execution));
        changed(ended);
    }
}
