using System.Text.Json.Serialization;
using StatesLanguage;

namespace Local.StepFunctions;

/// <summary>An execution as DescribeExecution shows it. Input and output are JSON text.</summary>
internal sealed record Execution
{
    public required string ExecutionArn { get; init; }

    public required string StateMachineArn { get; init; }

    public required string StateMachine { get; init; }

    public required string Name { get; init; }

    [JsonConverter(typeof(StatusConverter))]
    public required ExecutionStatus Status { get; init; }

    [JsonIgnore]
    public string StatusText => StatusName.Of(Status);

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

    /// <summary>The latest redrives that clients named by a token, the latest last.</summary>
    public IReadOnlyList<NamedRedrive>? NamedRedrives { get; init; }

    /// <summary>Whether the process that ran the execution ended before the execution did.</summary>
    [JsonIgnore]
    public bool IsInterrupted { get; init; }

    /// <summary>The reason why it cannot be redriven; null where it can.</summary>
    [JsonIgnore]
    public string? WhyNotRedrivable => this switch
    {
        { IsExpress: true } => "Execution of an EXPRESS state machine cannot be redriven",
        { Status: ExecutionStatus.Failed or ExecutionStatus.TimedOut or ExecutionStatus.Aborted } => null,
        _ => $"Execution is {StatusText} and cannot be redriven",
    };
}

/// <summary>A redrive, as a client knows it: asked for with its token again, it is the same.</summary>
internal sealed record NamedRedrive(string ClientToken, DateTimeOffset RedriveDate);
