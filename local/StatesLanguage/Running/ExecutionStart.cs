namespace StatesLanguage;

/// <summary>The values with which an execution is started.</summary>
public sealed record ExecutionStart
{
    /// <summary>AWS's limit of a STANDARD execution's history.</summary>
    public const long HistoryLimit = 25_000;

    public required string ExecutionArn { get; init; }

    /// <summary>The last part of the ARN.</summary>
    public required string Name { get; init; }

    public required string StateMachineArn { get; init; }

    public required string StateMachineName { get; init; }

    public string RoleArn { get; init; } = "";

    public required Json Input { get; init; }

    /// <summary>The time at which the execution started; null when it starts now.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>Whether a caller waits for the result of this EXPRESS execution (StartSyncExecution).</summary>
    public bool IsSynchronous { get; init; }

    /// <summary>The number of events after which the execution fails; an EXPRESS one has no such limit.</summary>
    public long? MaximumEvents { get; init; } = HistoryLimit;

    /// <summary>The start of an execution with the ARNs that AWS gives.</summary>
    public static ExecutionStart Named(string machine, string name, Json input, Host host) => new()
    {
        ExecutionArn = $"arn:aws:states:{host.Region}:{host.Account}:execution:{machine}:{name}",
        Name = name,
        StateMachineArn = $"arn:aws:states:{host.Region}:{host.Account}:stateMachine:{machine}",
        StateMachineName = machine,
        Input = input,
    };
}
