namespace StatesLanguage;

/// <summary>Does the work of Task states: calls functions, integrations and activities.</summary>
public interface ITaskService
{
    /// <summary>Runs one call.</summary>
    /// <param name="call">The resource to call, with its parameters.</param>
    /// <param name="cancellation">Asks to stop: the task timed out, or nobody needs its result any more.</param>
    /// <returns>
    /// The result, or <see cref="TaskOutcome.Submitted"/> while the task goes on. Failures of the service are outcomes,
    /// not exceptions.
    /// </returns>
    Task<TaskOutcome> RunAsync(TaskCall call, CancellationToken cancellation);
}

/// <summary>One call of a Task state.</summary>
public sealed record TaskCall
{
    public required TaskResource Resource { get; init; }

    /// <summary>The result of Parameters or Arguments; without them, the state's input.</summary>
    public required Json Parameters { get; init; }

    public required string StateName { get; init; }

    public required string ExecutionArn { get; init; }

    /// <summary>Retries of the state before this call.</summary>
    public required int RetryCount { get; init; }

    /// <summary>The token of a <c>.waitForTaskToken</c> task or an activity, which the worker hands back to <see cref="TaskTokens"/>.</summary>
    public string? TaskToken { get; init; }

    public TimeSpan? Timeout { get; init; }

    public TimeSpan? Heartbeat { get; init; }

    /// <summary>The role of Credentials, if any.</summary>
    public string? RoleArn { get; init; }
}

public abstract record TaskOutcome
{
    private TaskOutcome()
    {
    }

    public sealed record Succeeded(Json Output) : TaskOutcome;

    public sealed record Failed(StatesError Error) : TaskOutcome;

    /// <summary>The service took the call (<c>.sync</c>, <c>.waitForTaskToken</c>), or a worker took the activity.</summary>
    /// <param name="Response">The service's answer to the call.</param>
    /// <param name="Completion">
    /// Waits for the end of the job; null when the end comes by task token.
    /// </param>
    public sealed record Submitted(Json Response, Func<CancellationToken, Task<TaskOutcome>>? Completion) : TaskOutcome;
}
