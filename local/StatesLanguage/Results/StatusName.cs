namespace StatesLanguage;

/// <summary>A status as AWS writes it: SUCCEEDED, TIMED_OUT.</summary>
public static class StatusName
{
    public static string Of(ExecutionStatus status) => status switch
    {
        ExecutionStatus.Running => "RUNNING",
        ExecutionStatus.Succeeded => "SUCCEEDED",
        ExecutionStatus.Failed => "FAILED",
        ExecutionStatus.TimedOut => "TIMED_OUT",
        ExecutionStatus.Aborted => "ABORTED",
        ExecutionStatus.PendingRedrive => "PENDING_REDRIVE",
        _ => throw new System.Diagnostics.UnreachableException($"No name for {status}."),
    };

    /// <returns>Null: no status is called so.</returns>
    public static ExecutionStatus? Find(string name) =>
        Enum.GetValues<ExecutionStatus>().Cast<ExecutionStatus?>().FirstOrDefault(status => Of(status!.Value) == name);
}
