namespace StatesLanguage;

/// <summary>A map run as it stands: what DescribeMapRun shows.</summary>
public sealed record MapRun
{
    public required string MapRunArn { get; init; }

    public required string ExecutionArn { get; init; }

    /// <summary>The Map state's label, or its name where it has none: what the ARN has behind the state machine's name.</summary>
    public string Label => MapRunArn.Split(':') is [.., var machine, _] ? machine[(machine.LastIndexOf('/') + 1)..] : "";

    public required ExecutionStatus Status { get; init; }

    public required DateTimeOffset StartDate { get; init; }

    public DateTimeOffset? StopDate { get; init; }

    /// <summary>0: as many as AWS allows.</summary>
    public required int MaxConcurrency { get; init; }

    /// <summary>0 also where it is not given, and then it does not limit if a count is.</summary>
    public required double ToleratedFailurePercentage { get; init; }

    /// <summary>0 also where it is not given, and then it does not limit if a percentage is.</summary>
    public required long ToleratedFailureCount { get; init; }

    public required MapRunCounts ItemCounts { get; init; }

    public required MapRunCounts ExecutionCounts { get; init; }

    public int RedriveCount { get; init; }
}
