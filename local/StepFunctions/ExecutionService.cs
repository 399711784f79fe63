using JsonValues;
using Lake.S3;
using Local.Athena;
using Local.Names;
using Local.Protocol;
using Local.S3;
using StatesLanguage;
using Workflow;
using Run = StatesLanguage.Execution;

namespace Local.StepFunctions;

/// <summary>Runs executions of state machines and keeps them.</summary>
internal sealed class ExecutionService(
    ExecutionStore store,
    ITaskService tasks,
    MapRuns mapRuns,
    S3Folder lake,
    UnfinishedUnloads unfinished,
    TimeProvider clock,
    Random random) : IDisposable
{
    // One engine for all executions: it starts with the first expression.
    private readonly V8Jsonata jsonata = new();

    /// <summary>The tasks that wait for somebody outside.</summary>
    public TaskTokens Tokens { get; } = new();

    /// <exception cref="DefinitionException">The definition is not valid.</exception>
    public static StateMachine Load(string definition, ExecutionType type = ExecutionType.Standard) =>
        DefinitionLoader.Load(definition, type) switch
        {
            LoadedDefinition.Valid(var valid) => valid,
            LoadedDefinition.Invalid(var findings) => throw new DefinitionException(findings),
            var other => throw new System.Diagnostics.UnreachableException($"A definition is not {other}."),
        };

    /// <summary>Runs an execution of one of the product's state machines to its end.</summary>
    /// <param name="product">The state machine of the execution.</param>
    /// <param name="definition">The state machine, with every name filled in; it need not be the product's own.</param>
    /// <param name="name">Null: a new one.</param>
    /// <param name="input">JSON.</param>
    /// <param name="watcher">Is told of what happens as it happens.</param>
    /// <param name="cancellation">Stops the execution, which ends ABORTED.</param>
    /// <exception cref="DefinitionException">The definition is not valid; nothing was started.</exception>
    /// <exception cref="ExecutionException">The name or the input is refused; nothing was started.</exception>
    public async Task<Execution> RunAsync(
        ProductMachine product, string definition, string? name, string input, IHistory watcher, CancellationToken cancellation)
    {
        var machine = Load(definition);
        var (execution, run) = store.Start(product.Name, name, input, definition);
        if (run is null)
        {
            throw ExecutionException.AlreadyExists(execution.ExecutionArn);
        }

        return await EndAsync(Start(machine, run, watcher), cancellation);
    }

    /// <summary>Goes on with an execution that did not succeed, or whose process ended before it did, to its end.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public Task<Execution> GoOnAsync(Execution execution, IHistory watcher, CancellationToken cancellation) => EndAsync(
        execution.IsInterrupted ? Resume(execution.ExecutionArn, watcher) : Redrive(execution.ExecutionArn, watcher), cancellation);

    /// <summary>Starts what the store has just taken.</summary>
    public RunningExecution Start(StateMachine machine, ExecutionRun run, IHistory watcher) =>
        new(run, Run.Run(machine, StartOf(run.Execution), Host(), Stored(run, watcher)));

    /// <summary>Goes on with an execution from its failed state.</summary>
    /// <exception cref="ExecutionException">It cannot be redriven.</exception>
    /// <exception cref="DefinitionException">Its definition cannot run here any more.</exception>
    public RunningExecution Redrive(string arn, IHistory watcher, string? clientToken = null) =>
        GoOn(arn, failed => store.Redrive(failed, clientToken), watcher);

    /// <summary>Goes on with an execution whose process ended before it did, from the last event that was written.</summary>
    /// <exception cref="DefinitionException">Its definition cannot run here any more.</exception>
    public RunningExecution Resume(string arn, IHistory watcher) => GoOn(arn, store.Reopen, watcher);

    /// <summary>Runs an execution of which nothing is kept, as StartSyncExecution does.</summary>
    /// <param name="watcher">Is told of what happens.</param>
    /// <param name="cancellation">Stops it; it ends aborted.</param>
    public async Task<ExecutionResult> RunUnkeptAsync(
        StateMachine machine, Execution execution, IHistory watcher, CancellationToken cancellation)
    {
        var running = Run.Run(machine, StartOf(execution) with { IsSynchronous = true }, Host(), watcher);
        await using var stop = cancellation.Register(() => running.Stop());
        return await running.Completion;
    }

    public void Dispose() => jsonata.Dispose();

    private static async Task<Execution> EndAsync(RunningExecution running, CancellationToken cancellation)
    {
        await using var stop = cancellation.Register(() => running.Stop("Local.Interrupted", "The program was asked to stop."));

        return await running.Completion;
    }

    private static ExecutionStart StartOf(Execution execution) => new()
    {
        ExecutionArn = execution.ExecutionArn,
        Name = execution.Name,
        StateMachineArn = execution.StateMachineArn,
        StateMachineName = execution.StateMachine,
        RoleArn = execution.RoleArn ?? LocalNames.RoleArn,
        Input = Json.Parse(execution.Input),
        StartTime = execution.StartDate,
    };

    private RunningExecution GoOn(string arn, Func<string, ExecutionRun> take, IHistory watcher)
    {
        var machine = Load(store.Definition(arn), store.Describe(arn).IsExpress ? ExecutionType.Express : ExecutionType.Standard);

        // Read before its files are opened to be written to: what is damaged stays as it is.
        var events = store.History(arn).ToList();
        var run = take(arn);
        var execution = run.Execution;
        try
        {
            var kept = new KeptExecution(store, execution, events);
            if (kept.Result is { } result)
            {
                return new(run, result);
            }

            unfinished.Clear(kept.Past.Events);
            var (start, host, history) = (StartOf(execution), Host(), Stored(run, watcher));
            return new(run, kept.RedriveIsDue
                ? Run.Redrive(machine, start, host, history, kept.Past)
                : Run.Resume(machine, start, host, history, kept.Past));
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    private StoredHistory Stored(ExecutionRun run, IHistory watcher) => new(run, mapRuns, watcher, clock);

    private Host Host() => new()
    {
        Tasks = tasks,
        Objects = new LakeObjects(lake),
        Parquet = new LakeParquet(lake),
        Jsonata = jsonata,
        Tokens = Tokens,
        Clock = clock,
        Random = OwnRandom(),
        Region = LocalAccount.Region,
        Account = LocalAccount.Id,
    };

    // Executions run side by side, and a Random serves one at a time.
    private Random OwnRandom()
    {
        lock (random)
        {
            return new(random.Next());
        }
    }
}
