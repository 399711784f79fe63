namespace StatesLanguage;

/// <summary>The counts of items or executions by status, as DescribeMapRun gives them.</summary>
public sealed record MapRunCounts(int Total, int Pending, int Running, int Succeeded, int Failed, int TimedOut, int Aborted)
{
    public int ResultsWritten { get; init; }
}
