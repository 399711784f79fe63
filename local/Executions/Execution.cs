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

    public required string Input { get; init; }

    public string? Output { get; init; }

    public string? Error { get; init; }

    public string? Cause { get; init; }

    public int RedriveCount { get; init; }

    public DateTimeOffset? RedriveDate { get; init; }

    /// <summary>Whether the process that ran it ended before it did.</summary>
    [JsonIgnore]
    public bool IsInterrupted { get; init; }
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
