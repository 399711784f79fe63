namespace StatesLanguage;

public enum ExecutionStatus
{
    Running,
    Succeeded,
    Failed,
    TimedOut,
    Aborted,

    /// <summary>AWS's, of an unsuccessful child whose map run is redriven; here it is run at once.</summary>
    PendingRedrive,
}

/// <summary>How many of something stand where, as DescribeMapRun counts.</summary>
public sealed record MapRunCounts(int Total, int Pending, int Running, int Succeeded, int Failed, int TimedOut, int Aborted)
{
    public int ResultsWritten { get; init; }
}

/// <summary>A map run as it stands: what DescribeMapRun shows.</summary>
public sealed record MapRun
{
    public required string MapRunArn { get; init; }

    public required string ExecutionArn { get; init; }

    /// <summary>The Map state.</summary>
    public required string StateName { get; init; }

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

/// <summary>One child execution of a map run.</summary>
/// <param name="MapRunArn">The run it belongs to.</param>
/// <param name="Index">Its place among the children, from 0: the order of the results.</param>
/// <param name="ExecutionArn">Its own ARN.</param>
/// <param name="Name">The last part of its ARN.</param>
/// <param name="Type">STANDARD or EXPRESS.</param>
/// <param name="Items">How many items it works on: more than one when they are batched.</param>
/// <param name="Input">What it starts with.</param>
/// <param name="StartDate">When it started.</param>
public sealed record ChildExecution(
    string MapRunArn, int Index, string ExecutionArn, string Name, ExecutionType Type, int Items, Json Input,
    DateTimeOffset StartDate);
