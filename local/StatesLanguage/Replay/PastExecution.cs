namespace StatesLanguage;

/// <summary>The kept state of an execution that goes on after a failure or after the end of its process.</summary>
public sealed record PastExecution
{
    /// <summary>The execution's history, in order.</summary>
    public required IEnumerable<HistoryEvent> Events { get; init; }

    /// <summary>The kept children of a map run, by its ARN.</summary>
    public Func<string, IEnumerable<PastChild>> Children { get; init; } = _ => [];

    /// <summary>Redrives before this one.</summary>
    public int RedriveCount { get; init; }
}

/// <param name="Child">The child as it was started.</param>
/// <param name="Result">The child's result; null when it has not ended.</param>
/// <param name="Past">The state from which a STANDARD child goes on; null when it starts over.</param>
public sealed record PastChild(ChildExecution Child, ExecutionResult? Result, PastExecution? Past = null);
