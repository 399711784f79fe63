namespace StatesLanguage;

/// <summary>How many of something stand where, as DescribeMapRun counts.</summary>
public sealed record MapRunCounts(int Total, int Pending, int Running, int Succeeded, int Failed, int TimedOut, int Aborted)
{
    public int ResultsWritten { get; init; }
}
