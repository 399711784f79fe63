using System.Diagnostics;
using StatesLanguage;
using Run = StatesLanguage.Execution;

namespace Local.StepFunctions;

/// <summary>An execution under way.</summary>
internal sealed class RunningExecution
{
    private readonly ExecutionRun run;
    private readonly Run? states;

    public RunningExecution(ExecutionRun run, Run states)
    {
        this.run = run;
        this.states = states;
        Started = run.Execution;
        Completion = CloseAsync(states.Completion);
    }

    /// <summary>Ends an execution whose process died after the last event and before the new status.</summary>
    public RunningExecution(ExecutionRun run, ExecutionResult result)
    {
        this.run = run;
        Started = run.Execution;
        Completion = CloseAsync(Task.FromResult(result));
    }

    /// <summary>The execution as it was when it began to run.</summary>
    public Execution Started { get; }

    /// <summary>The execution as it ended. Faults where it was suspended, or where our own code fails.</summary>
    public Task<Execution> Completion { get; }

    /// <summary>Ends it ABORTED; nothing happens when it has ended.</summary>
    public void Stop(string? error, string? cause) => states?.Stop(error, cause);

    /// <summary>
    /// Leaves it as it stands: nothing more of it is written down, as if the process were killed now, so that another
    /// process goes on with it.
    /// </summary>
    public void Suspend() => run.Dispose();

    private async Task<Execution> CloseAsync(Task<ExecutionResult> completion) => await completion switch
    {
        ExecutionResult.Succeeded(var output, _) => run.Close(ExecutionStatus.Succeeded, output: output.ToString()),
        ExecutionResult.Failed(var error, _) => run.Close(ExecutionStatus.Failed, error: error.Name, cause: error.Cause),
        ExecutionResult.Aborted(var error, _) => run.Close(ExecutionStatus.Aborted, error: error.Name, cause: error.Cause),
        ExecutionResult.TimedOut => run.Close(ExecutionStatus.TimedOut),
        var other => throw new UnreachableException($"An execution does not end {other}."),
    };
}
