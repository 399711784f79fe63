using Tests.Shared;

namespace StatesLanguage.Tests;

/// <summary>A host in virtual time, with fakes for all services, and the executions a test runs in it.</summary>
internal sealed class World : ITaskService
{
    public static readonly DateTimeOffset Start = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

    private readonly Queue<Func<TaskCall, Task<TaskOutcome>>> answers = new();

    public World()
    {
        Time = new VirtualTime(Start);
        Host = new Host
        {
            Tasks = this,
            Objects = Objects,
            Parquet = Objects,
            Clock = Time,
            Random = new Random(7),
            Scheduler = () => Time.Scheduler,
        };
    }

    public VirtualTime Time { get; }

    public Host Host { get; set; }

    public FakeObjects Objects { get; } = new();

    public History History { get; private set; } = new();

    public List<TaskCall> Calls { get; } = [];

    /// <summary>Given to a call for which nothing was arranged.</summary>
    public Func<TaskCall, Task<TaskOutcome>> Otherwise { get; set; } =
        call => Task.FromResult<TaskOutcome>(new TaskOutcome.Succeeded(call.Parameters));

    public static TaskOutcome Failed(string name, string? cause = null) => new TaskOutcome.Failed(new StatesError(name, cause));

    public static TaskOutcome Succeeded(string output) => new TaskOutcome.Succeeded(Json.Parse(output));

    public static StateMachine Machine(string definition, ExecutionType type = ExecutionType.Standard)
    {
        var loaded = DefinitionLoader.Load(definition, type);
        Assert.True(loaded is LoadedDefinition.Valid, (loaded as LoadedDefinition.Invalid)?.Message);
        return ((LoadedDefinition.Valid)loaded).Machine;
    }

    /// <summary>The next call gets this answer.</summary>
    public World Answering(params TaskOutcome[] outcomes)
    {
        foreach (var outcome in outcomes)
        {
            answers.Enqueue(_ => Task.FromResult(outcome));
        }

        return this;
    }

    public World Answering(params Func<TaskCall, Task<TaskOutcome>>[] next)
    {
        foreach (var answer in next)
        {
            answers.Enqueue(answer);
        }

        return this;
    }

    public ExecutionResult Run(string definition, string input = "{}", Action<Execution>? meanwhile = null) =>
        Run(Machine(definition), input, meanwhile);

    public ExecutionResult Run(StateMachine machine, string input, Action<Execution>? meanwhile = null) =>
        Run(() => Execution.Run(machine, StartOf(input), Host, History), meanwhile);

    /// <summary>Goes on with an execution from the events of this world's history.</summary>
    public ExecutionResult Redrive(string definition, string input = "{}") => Continue(
        past => Execution.Redrive(Machine(definition), StartOf(input), Host, History, past));

    /// <summary>Goes on after so many events, as if the process had ended there.</summary>
    public ExecutionResult ResumeAfter(int events, string definition, string input = "{}")
    {
        History.Keep(events);
        return Continue(past => Execution.Resume(Machine(definition), StartOf(input), Host, History, past));
    }

    public string Output(string definition, string input = "{}") => Run(definition, input) switch
    {
        ExecutionResult.Succeeded(var output, _) => output.ToString(),
        ExecutionResult.Failed(var error, _) => $"{error.Name}: {error.Cause}",
        var other => other.Status.ToString(),
    };

    Task<TaskOutcome> ITaskService.RunAsync(TaskCall call, CancellationToken cancellation)
    {
        Calls.Add(call);
        return (answers.TryDequeue(out var answer) ? answer : Otherwise)(call);
    }

    private ExecutionStart StartOf(string input) =>
        ExecutionStart.Named("machine", "run", Json.Parse(input), Host) with { StartTime = Start };

    private ExecutionResult Continue(Func<PastExecution, Execution> run)
    {
        var before = History;
        var past = new PastExecution { Events = [.. before.Events], Children = before.PastChildren };
        History = new History(before);
        return Run(() => run(past), null);
    }

    private ExecutionResult Run(Func<Execution> begin, Action<Execution>? meanwhile) => Time.Run(() =>
    {
        var execution = begin();
        meanwhile?.Invoke(execution);
        return execution.Completion;
    });
}
