using System.Text;
using System.Text.Json;
using JsonValues;
using Local.Storage;
using StatesLanguage;

namespace Local.StepFunctions;

/// <summary>The executions of a data folder, a folder each: <c>&lt;state machine&gt;/&lt;execution&gt;/</c>. Thread-safe.</summary>
internal sealed class ExecutionStore
{
    private const string Latest = "latest";

    // AWS knows the last ten tokens of an execution, each for a quarter of an hour.
    private const int MostTokens = 10;

    private static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(15);

    // Bytes of UTF-8: what a state may be given.
    private const int LongestInput = 256 * 1024;

    private readonly string root;
    private readonly TimeProvider clock;
    private readonly Func<string> newId;
    private readonly Lock gate = new();
    private readonly Dictionary<string, Execution> executions;

    /// <summary>
    /// Reads what is there. The data folder belongs to one process at a time, so what is running now lost its process.
    /// </summary>
    /// <param name="root">The folder of all executions.</param>
    /// <param name="notice">Is told, in a sentence, which execution cannot be read. It is left out, and its name stays taken.</param>
    public ExecutionStore(string root, TimeProvider clock, Func<string> newId, Action<string>? notice = null)
    {
        this.root = root;
        this.clock = clock;
        this.newId = newId;
        executions = Directory.EnumerateDirectories(root)
            .SelectMany(Directory.EnumerateDirectories)
            .Select(path => ReadOrLeaveOut(path, notice))
            .OfType<Execution>()
            .Select(execution => execution with { IsInterrupted = execution.Status == ExecutionStatus.Running })
            .ToDictionary(execution => execution.ExecutionArn);
    }

    /// <summary>
    /// Starts an execution under a name that is free, or under a new id; asked for the running one again, it answers
    /// with that and no run.
    /// </summary>
    /// <exception cref="ExecutionException">The name is not valid or taken, or the input is not JSON.</exception>
    public (Execution Execution, ExecutionRun? Run) Start(
        string stateMachine, string? name, string input, string definition, bool isExpress = false, string? roleArn = null)
    {
        name ??= newId();
        ExecutionName.Check(name);
        CheckInput(input);
        var execution = new Execution
        {
            ExecutionArn = StatesArn.Execution(stateMachine, name),
            StateMachineArn = StatesArn.StateMachine(stateMachine),
            StateMachine = stateMachine,
            Name = name,
            Status = ExecutionStatus.Running,
            StartDate = clock.GetUtcNow(),
            IsExpress = isExpress,
            RoleArn = roleArn,
            Input = input,
        };
        lock (gate)
        {
            if (executions.TryGetValue(execution.ExecutionArn, out var existing))
            {
                return existing.Status == ExecutionStatus.Running && existing.Input == input
                    ? (existing, null)
                    : throw ExecutionException.AlreadyExists(existing.ExecutionArn);
            }

            var folder = Folder(execution);
            if (folder.HoldsExecution)
            {
                // The folder may be of an execution that was left out, or the file system may not distinguish upper from lower case.
                throw ExecutionException.AlreadyExists(execution.ExecutionArn);
            }

            folder.Create(definition);
            folder.Write(execution);
            executions.Add(execution.ExecutionArn, execution);
            return (execution, new(this, folder, execution));
        }
    }

    /// <summary>Takes an execution whose process ended before it did.</summary>
    /// <exception cref="ExecutionException">There is none of that ARN.</exception>
    public ExecutionRun Reopen(string arn)
    {
        lock (gate)
        {
            var execution = executions[arn] = Describe(arn) with { IsInterrupted = false };
            return new(this, Folder(execution), execution);
        }
    }

    /// <summary>Ends an execution ABORTED whose process ended before it did, without going on with it.</summary>
    /// <returns>The execution as it ended; one that had ended stays as it was.</returns>
    /// <exception cref="ExecutionException">There is none of that ARN.</exception>
    public Execution Abort(string arn, string? error, string? cause)
    {
        lock (gate)
        {
            var execution = Describe(arn);
            return execution.Status == ExecutionStatus.Running
                ? Close(execution, ExecutionStatus.Aborted, output: null, error, cause)
                : execution;
        }
    }

    /// <summary>Takes an execution that ended without success: from here on it runs again.</summary>
    /// <param name="clientToken">The token by which the client recognises this redrive; null for none.</param>
    /// <exception cref="ExecutionException">There is none of that ARN, or it cannot be redriven.</exception>
    public ExecutionRun Redrive(string arn, string? clientToken = null)
    {
        lock (gate)
        {
            var ended = Describe(arn);
            if (ended.WhyNotRedrivable is not null)
            {
                throw ExecutionException.NotRedrivable(ended);
            }

            var now = clock.GetUtcNow();
            var execution = ended with
            {
                Status = ExecutionStatus.Running,
                RedriveCount = ended.RedriveCount + 1,
                RedriveDate = now,
                NamedRedrives = clientToken is null
                    ? ended.NamedRedrives
                    : [.. (ended.NamedRedrives ?? []).TakeLast(MostTokens - 1), new(clientToken, now)],
                StopDate = null,
                Error = null,
                Cause = null,
            };
            Folder(execution).Write(execution);
            executions[arn] = execution;
            return new(this, Folder(execution), execution);
        }
    }

    /// <returns>The time at which that client redrove the execution; null when it did not, or too long ago.</returns>
    /// <exception cref="ExecutionException">There is none of that ARN.</exception>
    public DateTimeOffset? RedriveOf(string arn, string clientToken)
    {
        var oldest = clock.GetUtcNow() - TokenLife;
        return Describe(arn).NamedRedrives?
            .LastOrDefault(redrive => redrive.ClientToken == clientToken && redrive.RedriveDate >= oldest)?.RedriveDate;
    }

    /// <exception cref="ExecutionException">There is none of that ARN.</exception>
    public Execution Describe(string arn)
    {
        lock (gate)
        {
            return executions.GetValueOrDefault(arn) ?? throw ExecutionException.DoesNotExist(arn);
        }
    }

    /// <summary>The executions, the newest first.</summary>
    public IReadOnlyList<Execution> List(string? stateMachine = null, ExecutionStatus? status = null)
    {
        lock (gate)
        {
            return [.. executions.Values
                .Where(execution => stateMachine is null || execution.StateMachine == stateMachine)
                .Where(execution => status is null || execution.Status == status)
                .OrderByDescending(execution => execution.StartDate)
                .ThenBy(execution => execution.ExecutionArn, StringComparer.Ordinal)];
        }
    }

    /// <summary>The execution a person means: <c>latest</c>, a name, an ARN, or the beginning of either.</summary>
    /// <exception cref="ExecutionException">None fits, or several do.</exception>
    public Execution Find(string text)
    {
        var all = List();
        var exact = all.FirstOrDefault(execution => execution.Name == text || execution.ExecutionArn == text);
        if ((exact ?? (text == Latest && all is [var newest, ..] ? newest : null)) is { } found)
        {
            return found;
        }

        var fitting = all.Where(execution =>
            execution.Name.StartsWith(text, StringComparison.Ordinal)
            || execution.ExecutionArn.StartsWith(text, StringComparison.Ordinal)).ToList();
        return fitting switch
        {
            [var one] => one,
            [] => throw ExecutionException.DoesNotExist(text),
            [var first, var second, ..] => throw new ExecutionException(
                "InvalidArn",
                $"'{text}' fits {fitting.Count} executions, among them '{first.Name}' and '{second.Name}'. Write more of the name."),
        };
    }

    /// <summary>The events in their order, read as they are taken.</summary>
    /// <exception cref="DataFolderException">The file is damaged.</exception>
    public IEnumerable<HistoryEvent> History(string arn) => StoredJson.Events(Folder(Describe(arn)).HistoryPath);

    /// <summary>The folder of an execution's files.</summary>
    public string FolderOf(Execution execution) => Folder(execution).Root;

    /// <summary>The state machine as it was when the execution started.</summary>
    /// <exception cref="DataFolderException">The file is damaged.</exception>
    public string Definition(string arn) => StoredJson.Definition(Folder(Describe(arn)).DefinitionPath);

    /// <summary>The map runs of an execution, in the order of their ids.</summary>
    /// <exception cref="DataFolderException">A file is damaged.</exception>
    public IReadOnlyList<MapRun> MapRunsOf(string arn)
    {
        var folder = Folder(Describe(arn));
        return [.. folder.MapRunIds().Select(id => StoredJson.MapRun(folder.MapRunPath(id)))];
    }

    /// <returns>Null where no execution has such a map run.</returns>
    /// <exception cref="DataFolderException">Its file is damaged.</exception>
    public MapRun? FindMapRun(string mapRunArn) => List()
        .Where(execution => mapRunArn.Contains($":{execution.StateMachine}/", StringComparison.Ordinal))
        .Select(execution => Folder(execution).MapRunPath(MapRuns.Id(mapRunArn)))
        .Where(File.Exists)
        .Select(StoredJson.MapRun)
        .FirstOrDefault();

    /// <summary>The records that a map run kept of its child executions: for a child that was run again, the last one.</summary>
    /// <exception cref="DataFolderException">The file is damaged.</exception>
    public IEnumerable<KeptChild> Children(string arn, string mapRunArn) =>
        KeptChild.Latest(StoredJson.Children(Folder(Describe(arn)).ChildrenPath(MapRuns.Id(mapRunArn)), mapRunArn));

    internal Execution Close(Execution execution, ExecutionStatus status, string? output, string? error, string? cause)
    {
        var closed = execution with
        {
            Status = status,
            StopDate = clock.GetUtcNow(),
            Output = output,
            Error = error,
            Cause = cause,
        };
        lock (gate)
        {
            Folder(closed).Write(closed);
            executions[closed.ExecutionArn] = closed;
        }

        return closed;
    }

    /// <exception cref="ExecutionException">It is too long, or not JSON.</exception>
    public static void CheckInput(string input)
    {
        if (Encoding.UTF8.GetByteCount(input) > LongestInput)
        {
            throw ExecutionException.InvalidInput($"The input is longer than {LongestInput} bytes.");
        }

        try
        {
            Json.Parse(input);
        }
        catch (JsonException e)
        {
            throw ExecutionException.InvalidInput(string.IsNullOrWhiteSpace(input) ? "Invalid execution input." : JsonProblem.Of(input, e));
        }
    }

    private static Execution? ReadOrLeaveOut(string path, Action<string>? notice)
    {
        try
        {
            return new ExecutionFolder(path).Read();
        }
        catch (DataFolderException unreadable)
        {
            notice?.Invoke($"An execution is left out: {unreadable.Message}");
            return null;
        }
    }

    private ExecutionFolder Folder(Execution execution) => new(
        Path.Combine(root, ExecutionName.Folder(execution.StateMachine), ExecutionName.Folder(execution.Name)));
}
