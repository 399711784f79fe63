namespace StatesLanguage;

/// <summary>Where an execution or a map run stands.</summary>
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
