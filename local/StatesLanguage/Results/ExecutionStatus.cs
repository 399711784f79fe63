namespace StatesLanguage;

/// <summary>The status of an execution or a map run.</summary>
public enum ExecutionStatus
{
    Running,
    Succeeded,
    Failed,
    TimedOut,
    Aborted,

    /// <summary>An unsuccessful child execution whose map run is redriven and has not come to it yet.</summary>
    PendingRedrive,
}
