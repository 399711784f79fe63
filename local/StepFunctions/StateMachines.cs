using System.Text.Json;
using System.Text.Json.Serialization;
using JsonValues;
using Local.Names;
using Local.Protocol;
using Local.Storage;
using StatesLanguage;
using Workflow;

namespace Local.StepFunctions;

/// <summary>A state machine as DescribeStateMachine shows it.</summary>
internal sealed record StateMachineRecord(
    string Name, string Definition, string RoleArn, bool IsExpress, DateTimeOffset CreationDate, string RevisionId)
{
    public IReadOnlyList<Tag> Tags { get; init; } = [];

    public Monitoring Monitoring { get; init; } = Monitoring.None;

    [JsonIgnore]
    public string Arn => StatesArn.StateMachine(Name);

    [JsonIgnore]
    public ExecutionType Type => IsExpress ? ExecutionType.Express : ExecutionType.Standard;
}

/// <summary>
/// The product's state machines, as the program's files have them, and those that users made, a file each in the data folder.
/// Thread-safe.
/// </summary>
internal sealed class StateMachines
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = PlainJson.Encoder,
    };

    private readonly string folder;
    private readonly TimeProvider clock;
    private readonly Func<string> newId;
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, StateMachineRecord> machines = new(StringComparer.Ordinal);

    /// <param name="folder">A file for each.</param>
    /// <param name="notice">Is told, in a sentence, which file cannot be read. Its state machine is left out, and its name stays taken.</param>
    public StateMachines(string folder, TimeProvider clock, Func<string> newId, Action<string> notice)
    {
        (this.folder, this.clock, this.newId) = (folder, clock, newId);
        foreach (var file in Directory.EnumerateFiles(folder, "*.json"))
        {
            try
            {
                var machine = Read(file);
                machines[machine.Name] = machine;
            }
            catch (DataFolderException unreadable)
            {
                notice($"A state machine is left out: {unreadable.Message}");
            }
        }

        foreach (var product in ProductMachine.All)
        {
            machines[product.Name] = new(
                product.Name, LocalNames.DefinitionOf(product), LocalNames.RoleArn, IsExpress: false, clock.GetUtcNow(), newId());
        }
    }

    /// <summary>The state machines in the order of their names.</summary>
    public IReadOnlyList<StateMachineRecord> All
    {
        get
        {
            lock (gate)
            {
                return [.. machines.Values];
            }
        }
    }

    /// <exception cref="AwsException">There is none of that ARN.</exception>
    public StateMachineRecord Get(string arn)
    {
        StatesArn.Check(arn);
        return Find(arn) ?? throw new AwsException("StateMachineDoesNotExist", $"State Machine Does Not Exist: '{arn}'");
    }

    /// <returns>Null where there is none of that ARN.</returns>
    public StateMachineRecord? Find(string arn)
    {
        lock (gate)
        {
            return machines.Values.FirstOrDefault(machine => machine.Arn == arn);
        }
    }

    /// <returns>The state machine; the one that is there, where it has the same name, definition, type, logging and tracing.</returns>
    /// <remarks>https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html: another role or other tags count for nothing then.</remarks>
    /// <exception cref="AwsException">The definition is not valid, or another has the name.</exception>
    public StateMachineRecord Create(
        string name, string definition, string roleArn, bool isExpress, IReadOnlyList<Tag> tags, Monitoring monitoring)
    {
        ExecutionName.Check(name);
        Check(definition, isExpress ? ExecutionType.Express : ExecutionType.Standard);
        lock (gate)
        {
            if (machines.TryGetValue(name, out var existing))
            {
                return existing.Definition == definition && existing.IsExpress == isExpress && existing.Monitoring == monitoring
                    ? existing
                    : throw new AwsException("StateMachineAlreadyExists", $"State Machine Already Exists: '{existing.Arn}'");
            }

            var machine = new StateMachineRecord(name, definition, roleArn, isExpress, clock.GetUtcNow(), newId())
            {
                Tags = tags,
                Monitoring = monitoring,
            };
            if (File.Exists(PathOf(machine)))
            {
                throw new AwsException(
                    "StateMachineAlreadyExists",
                    $"State Machine Already Exists: '{machine.Arn}'. Its file '{PathOf(machine)}' cannot be read: restore it from a copy, or delete it.");
            }

            return Put(machine);
        }
    }

    /// <summary>Changes what is given; executions under way keep what they started with. The revision stays where nothing changes.</summary>
    /// <param name="arn">The state machine.</param>
    /// <param name="definition">Null: it stays.</param>
    /// <param name="roleArn">Null: it stays.</param>
    /// <param name="monitoring">Makes the new monitoring of the one that it has.</param>
    /// <exception cref="AwsException">There is none, it is the product's, or the definition is not valid.</exception>
    public StateMachineRecord Update(string arn, string? definition, string? roleArn, Func<Monitoring, Monitoring> monitoring)
    {
        lock (gate)
        {
            var machine = Get(arn);
            CheckIsUsers(machine);
            Check(definition ?? machine.Definition, machine.Type);
            var changed = machine with
            {
                Definition = definition ?? machine.Definition,
                RoleArn = roleArn ?? machine.RoleArn,
                Monitoring = monitoring(machine.Monitoring),
            };
            return changed == machine ? machine : Put(changed with { RevisionId = newId() });
        }
    }

    /// <summary>Forgets it; one that is not there is no error. Its executions stay.</summary>
    /// <exception cref="AwsException">It is the product's.</exception>
    public void Delete(string arn)
    {
        StatesArn.Check(arn);
        lock (gate)
        {
            if (Find(arn) is { } machine)
            {
                CheckIsUsers(machine);
                File.Delete(PathOf(machine));
                machines.Remove(machine.Name);
            }
        }
    }

    /// <returns>Whether there is a state machine of that ARN.</returns>
    /// <exception cref="AwsException">It is the product's.</exception>
    public bool ChangeTags(string arn, Func<IReadOnlyList<Tag>, IReadOnlyList<Tag>> change)
    {
        lock (gate)
        {
            if (Find(arn) is not { } machine)
            {
                return false;
            }

            CheckIsUsers(machine);
            Put(machine with { Tags = change(machine.Tags) });
            return true;
        }
    }

    private static void Check(string definition, ExecutionType type)
    {
        if (DefinitionLoader.Load(definition, type) is LoadedDefinition.Invalid invalid)
        {
            throw new AwsException("InvalidDefinition", invalid.Message);
        }
    }

    private static void CheckIsUsers(StateMachineRecord machine)
    {
        if (ProductMachine.All.FirstOrDefault(product => product.Name == machine.Name) is { } products)
        {
            throw new AwsException(
                "ConflictException",
                $"{machine.Name} is the product's: change {products.File} and start serve again, or create one of another name.");
        }
    }

    /// <exception cref="DataFolderException">The file cannot be read, or is not as it was written.</exception>
    private static StateMachineRecord Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<StateMachineRecord>(File.ReadAllBytes(file), Json) is { Name: { } name, Definition: not null } machine
                && ExecutionName.Folder(name) == Path.GetFileNameWithoutExtension(file)
                    ? machine
                    : throw Damaged(file, "it describes another state machine than it is named after.");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw Damaged(file, e.Message, e);
        }
    }

    private static DataFolderException Damaged(string file, string why, Exception? cause = null) => new(
        $"'{file}' cannot be read: {why} Restore it from a copy, or delete it to forget the state machine.", cause);

    private StateMachineRecord Put(StateMachineRecord machine)
    {
        AtomicFile.Write(PathOf(machine), JsonSerializer.SerializeToUtf8Bytes(machine, Json));
        return machines[machine.Name] = machine;
    }

    private string PathOf(StateMachineRecord machine) => Path.Combine(folder, $"{ExecutionName.Folder(machine.Name)}.json");
}
