namespace StatesLanguage;

/// <summary>One event of an execution's history.</summary>
/// <param name="Id">Counted from 1.</param>
/// <param name="PreviousEventId">The event that led to this one; 0 for the first two.</param>
/// <param name="Timestamp">The time of the event.</param>
/// <param name="Type">The type of the event.</param>
/// <param name="Details">Null where the type says it all.</param>
public sealed record HistoryEvent(
    long Id, long PreviousEventId, DateTimeOffset Timestamp, HistoryEventType Type, EventDetails? Details);

/// <summary>The details of an event besides its type. Types with the same members share a record.</summary>
public abstract record EventDetails
{
    private EventDetails()
    {
    }

    public sealed record ExecutionStarted(Json Input, string RoleArn) : EventDetails;

    public sealed record ExecutionSucceeded(Json Output) : EventDetails;

    public sealed record Redriven(int RedriveCount, string? MapRunArn = null) : EventDetails;

    public sealed record StateEntered(string Name, Json Input) : EventDetails;

    /// <param name="Name">The name of the state.</param>
    /// <param name="Output">The output that the state passes on.</param>
    /// <param name="Assigned">The variables it set; null when none.</param>
    public sealed record StateExited(string Name, Json Output, JsonObject? Assigned) : EventDetails;

    /// <summary>An execution, a task, a function, an activity or a map run that failed or ran out of time.</summary>
    public sealed record Failed(StatesError Error) : EventDetails;

    public sealed record EvaluationFailed(StatesError Error, string? Location, string State) : EventDetails;

    public sealed record MapStateStarted(int Length) : EventDetails;

    public sealed record MapIteration(string Name, int Index) : EventDetails;

    public sealed record MapRunStarted(string MapRunArn) : EventDetails;

    public sealed record TaskScheduled(TaskResource.Integration Resource, string Region, Json Parameters) : EventDetails
    {
        public long? TimeoutSeconds { get; init; }

        public long? HeartbeatSeconds { get; init; }

        public string? RoleArn { get; init; }
    }

    public sealed record TaskStarted(TaskResource.Integration Resource) : EventDetails;

    /// <summary>A task that was submitted or succeeded, and what the service answered.</summary>
    public sealed record TaskAnswered(TaskResource.Integration Resource, Json Output) : EventDetails;

    public sealed record TaskFailed(TaskResource.Integration Resource, StatesError Error) : EventDetails;

    /// <summary>A function or an activity was scheduled.</summary>
    public sealed record WorkScheduled(string Resource, Json Input) : EventDetails
    {
        public long? TimeoutSeconds { get; init; }

        public long? HeartbeatSeconds { get; init; }

        public string? RoleArn { get; init; }
    }

    /// <summary>A worker took an activity's task.</summary>
    public sealed record ActivityStarted(string? WorkerName) : EventDetails;

    /// <summary>A function or an activity succeeded.</summary>
    public sealed record WorkSucceeded(Json Output) : EventDetails;
}
