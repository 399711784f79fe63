namespace StatesLanguage;

/// <summary>The result of an execution.</summary>
public abstract record ExecutionResult(DateTimeOffset StopDate)
{
    public abstract ExecutionStatus Status { get; }

    public sealed record Succeeded(Json Output, DateTimeOffset StopDate) : ExecutionResult(StopDate)
    {
        public override ExecutionStatus Status => ExecutionStatus.Succeeded;
    }

    public sealed record Failed(StatesError Error, DateTimeOffset StopDate) : ExecutionResult(StopDate)
    {
        public override ExecutionStatus Status => ExecutionStatus.Failed;
    }

    public sealed record TimedOut(DateTimeOffset StopDate) : ExecutionResult(StopDate)
    {
        public override ExecutionStatus Status => ExecutionStatus.TimedOut;
    }

    /// <summary>The execution was stopped, perhaps with a reason.</summary>
    public sealed record Aborted(StatesError Reason, DateTimeOffset StopDate) : ExecutionResult(StopDate)
    {
        public override ExecutionStatus Status => ExecutionStatus.Aborted;
    }
}
