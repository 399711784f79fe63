namespace StatesLanguage;

/// <summary>What was kept of an execution that is to go on: because it failed, or because its process ended.</summary>
public sealed record PastExecution
{
    /// <summary>Its history, in order.</summary>
    public required IEnumerable<HistoryEvent> Events { get; init; }

    /// <summary>What was kept of the children of a map run, by its ARN.</summary>
    public Func<string, IEnumerable<PastChild>> Children { get; init; } = _ => [];

    /// <summary>Redrives before this one.</summary>
    public int RedriveCount { get; init; }
}

/// <param name="Child">The child as it was started.</param>
/// <param name="Result">How it ended; null when it did not.</param>
/// <param name="Past">Of a STANDARD child: what it goes on from; null: it starts over.</param>
public sealed record PastChild(ChildExecution Child, ExecutionResult? Result, PastExecution? Past = null);
