namespace StatesLanguage;

/// <summary>The error of a state or an execution: the name that Retry and Catch match, and the cause that a person reads.</summary>
/// <param name="Name">Null where a Fail state or a worker gave none.</param>
/// <param name="Cause">Null where there is none.</param>
public sealed record StatesError(string? Name, string? Cause)
{
    public const string All = "States.ALL";
    public const string Runtime = "States.Runtime";
    public const string TaskFailed = "States.TaskFailed";
    public const string Timeout = "States.Timeout";
    public const string HeartbeatTimeout = "States.HeartbeatTimeout";
    public const string DataLimitExceeded = "States.DataLimitExceeded";
    public const string QueryEvaluation = "States.QueryEvaluationError";
    public const string IntrinsicFailure = "States.IntrinsicFailure";
    public const string ResultPathMatchFailure = "States.ResultPathMatchFailure";
    public const string ItemReaderFailed = "States.ItemReaderFailed";
    public const string ResultWriterFailed = "States.ResultWriterFailed";
    public const string ExceededToleratedFailures = "States.ExceedToleratedFailureThreshold";

    /// <summary>A heartbeat that did not come: reported as States.Timeout, but also matched by its own name.</summary>
    internal bool MissedHeartbeat { get; init; }

    /// <summary>Whether the error ends the execution in spite of its retriers and catchers.</summary>
    internal bool IsTerminal => Name == Runtime;

    /// <summary>Whether one of the names of a retrier or catcher matches this error.</summary>
    internal bool IsAmong(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            var matches = name switch
            {
                All => true,
                TaskFailed => Name != Timeout,
                HeartbeatTimeout => MissedHeartbeat || Name == HeartbeatTimeout,
                _ => name == Name,
            };
            if (matches)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The JSON that a catcher passes on. A timeout has no cause in the history, and an empty one here.</summary>
    internal JsonObject ToJson() =>
        JsonObject.Of(("Error", Json.Of(Name)), ("Cause", Json.Of(Cause ?? (Name == Timeout ? "" : null))));
}
