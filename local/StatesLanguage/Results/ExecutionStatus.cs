namespace StatesLanguage;

/// <summary>Where an execution or a map run stands.</summary>
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
