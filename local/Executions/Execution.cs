using System.Text.Json.Serialization;

namespace Local.Executions;

/// <summary>An execution as DescribeExecution shows it. Input and output are JSON text.</summary>
internal sealed record Execution
{
    public required string ExecutionArn { get; init; }

    public required string StateMachineArn { get; init; }

    public required string StateMachine { get; init; }

    public required string Name { get; init; }

    public required ExecutionStatus Status { get; init; }

    public required DateTimeOffset StartDate { get; init; }

    public DateTimeOffset? StopDate { get; init; }

    /// <summary>Whether its state machine is EXPRESS.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsExpress { get; init; }

    /// <summary>The role it assumes; null: the product's.</summary>
    public string? RoleArn { get; init; }

    public required string Input { get; init; }

    public string? Output { get; init; }

    public string? Error { get; init; }

    public string? Cause { get; init; }

    public int RedriveCount { get; init; }

    public DateTimeOffset? RedriveDate { get; init; }

    /// <summary>Whether the process that ran it ended before it did.</summary>
    [JsonIgnore]
    public bool IsInterrupted { get; init; }

    /// <summary>Null: it can be redriven.</summary>
    [JsonIgnore]
    public string? WhyNotRedrivable => this switch
    {
        { IsExpress: true } => "Execution of an EXPRESS state machine cannot be redriven",
        { Status: ExecutionStatus.Failed or ExecutionStatus.TimedOut or ExecutionStatus.Aborted } => null,
        _ => $"Execution is {ExecutionStatusText.Of(Status)} and cannot be redriven",
    };
}

[JsonConverter(typeof(JsonStringEnumConverter<ExecutionStatus>))]
internal enum ExecutionStatus
{
    [JsonStringEnumMemberName("RUNNING")] Running,
    [JsonStringEnumMemberName("SUCCEEDED")] Succeeded,
    [JsonStringEnumMemberName("FAILED")] Failed,
    [JsonStringEnumMemberName("TIMED_OUT")] TimedOut,
    [JsonStringEnumMemberName("ABORTED")] Aborted,
    [JsonStringEnumMemberName("PENDING_REDRIVE")] PendingRedrive,
}
