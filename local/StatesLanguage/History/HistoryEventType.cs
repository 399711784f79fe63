namespace StatesLanguage;

/// <summary>AWS's names of the events, in groups.</summary>
public enum HistoryEventType
{
    ExecutionStarted,
    ExecutionSucceeded,
    ExecutionFailed,
    ExecutionAborted,
    ExecutionTimedOut,
    ExecutionRedriven,

    PassStateEntered,
    PassStateExited,
    SucceedStateEntered,
    SucceedStateExited,
    FailStateEntered,
    WaitStateEntered,
    WaitStateExited,
    WaitStateAborted,
    ChoiceStateEntered,
    ChoiceStateExited,
    TaskStateEntered,
    TaskStateExited,
    TaskStateAborted,
    EvaluationFailed,

    ParallelStateEntered,
    ParallelStateStarted,
    ParallelStateSucceeded,
    ParallelStateFailed,
    ParallelStateAborted,
    ParallelStateExited,

    MapStateEntered,
    MapStateStarted,
    MapStateSucceeded,
    MapStateFailed,
    MapStateAborted,
    MapStateExited,
    MapIterationStarted,
    MapIterationSucceeded,
    MapIterationFailed,
    MapIterationAborted,
    MapRunStarted,
    MapRunSucceeded,
    MapRunFailed,
    MapRunAborted,
    MapRunRedriven,

    TaskScheduled,
    TaskStarted,
    TaskSubmitted,
    TaskSucceeded,
    TaskFailed,
    TaskTimedOut,
    LambdaFunctionScheduled,
    LambdaFunctionStarted,
    LambdaFunctionSucceeded,
    LambdaFunctionFailed,
    LambdaFunctionTimedOut,
    ActivityScheduled,
    ActivityStarted,
    ActivitySucceeded,
    ActivityFailed,
    ActivityTimedOut,
}

/// <summary>Kinds of event types.</summary>
public static class HistoryEventTypes
{
    /// <summary>A state begins; the details are <see cref="EventDetails.StateEntered"/>.</summary>
    public static bool EntersState(this HistoryEventType type) => type is
        HistoryEventType.PassStateEntered or HistoryEventType.SucceedStateEntered or HistoryEventType.FailStateEntered
        or HistoryEventType.WaitStateEntered or HistoryEventType.ChoiceStateEntered or HistoryEventType.TaskStateEntered
        or HistoryEventType.ParallelStateEntered or HistoryEventType.MapStateEntered;

    /// <summary>A state ends; the details are <see cref="EventDetails.StateExited"/>.</summary>
    public static bool ExitsState(this HistoryEventType type) => type is
        HistoryEventType.PassStateExited or HistoryEventType.SucceedStateExited or HistoryEventType.WaitStateExited
        or HistoryEventType.ChoiceStateExited or HistoryEventType.TaskStateExited
        or HistoryEventType.ParallelStateExited or HistoryEventType.MapStateExited;

    /// <summary>A state's work was given up, because a sibling failed or the execution was stopped.</summary>
    public static bool AbortsState(this HistoryEventType type) => type is
        HistoryEventType.WaitStateAborted or HistoryEventType.TaskStateAborted
        or HistoryEventType.ParallelStateAborted or HistoryEventType.MapStateAborted;
}
