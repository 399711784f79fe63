using Lake.S3;
using Local.Executions;
using StatesLanguage;
using Execution = Local.Executions.Execution;
using ExecutionStatus = Local.Executions.ExecutionStatus;

namespace Local.Services;

/// <summary>Runs executions of a state machine and keeps them.</summary>
internal sealed class StepFunctions(
    ExecutionStore store, ITaskService tasks, MapRuns mapRuns, S3Folder lake, TimeProvider clock, Random random)
{
    /// <summary>Runs an execution to its end.</summary>
    /// <param name="definition">The state machine, with every name filled in.</param>
    /// <param name="name">Null: a new one.</param>
    /// <param name="input">JSON.</param>
    /// <param name="watcher">Told of what happens as it happens.</param>
    /// <param name="cancellation">Stops the execution, which ends ABORTED.</param>
    /// <exception cref="DefinitionException">The definition is not valid; nothing was started.</exception>
    /// <exception cref="ExecutionException">The name or the input is refused; nothing was started.</exception>
    public async Task<Execution> RunAsync(
        string definition, string? name, string input, IHistory watcher, CancellationToken cancellation)
    {
        var machine = DefinitionLoader.Load(definition) switch
        {
            LoadedDefinition.Valid(var valid) => valid,
            LoadedDefinition.Invalid(var findings) => throw new DefinitionException(findings),
            var other => throw new System.Diagnostics.UnreachableException($"A definition is not {other}."),
        };
        var (execution, run) = store.Start(LocalNames.StateMachine, name, input, definition);
        if (run is null)
        {
            throw ExecutionException.AlreadyExists(execution.ExecutionArn);
        }

        using var jsonata = machine.UsesJsonata ? new NodeJsonata() : null;
        var running = StatesLanguage.Execution.Run(machine, Start(execution), Host(jsonata), new StoredHistory(run, mapRuns, watcher));
        await using var stop = cancellation.Register(() => running.Stop("Local.Interrupted", "The program was asked to stop."));

        return Close(run, await running.Completion);
    }

    private static ExecutionStart Start(Execution execution) => new()
    {
        ExecutionArn = execution.ExecutionArn,
        Name = execution.Name,
        StateMachineArn = execution.StateMachineArn,
        StateMachineName = execution.StateMachine,
        RoleArn = LocalNames.RoleArn,
        Input = Json.Parse(execution.Input),
        StartTime = execution.StartDate,
    };

    private static Execution Close(ExecutionRun run, ExecutionResult result) => result switch
    {
        ExecutionResult.Succeeded(var output, _) => run.Close(ExecutionStatus.Succeeded, output: output.ToString()),
        ExecutionResult.Failed(var error, _) => run.Close(ExecutionStatus.Failed, error: error.Name, cause: error.Cause),
        ExecutionResult.Aborted(var error, _) => run.Close(ExecutionStatus.Aborted, error: error.Name, cause: error.Cause),
        ExecutionResult.TimedOut => run.Close(ExecutionStatus.TimedOut),
        var other => throw new System.Diagnostics.UnreachableException($"An execution does not end {other}."),
    };

    private Host Host(IJsonata? jsonata) => new()
    {
        Tasks = tasks,
        Objects = new LakeObjects(lake),
        Parquet = new LakeParquet(lake),
        Jsonata = jsonata,
        Clock = clock,
        Random = random,
    };
}
