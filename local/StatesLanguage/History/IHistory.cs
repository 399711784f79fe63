namespace StatesLanguage;

/// <summary>
/// Takes what happens in an execution, in its order, from one thread at a time. A console that follows an execution is
/// one as well as a file.
/// </summary>
public interface IHistory
{
    void Append(HistoryEvent happened);

    /// <summary>A map run started, its counts changed, or it ended.</summary>
    void Changed(MapRun run)
    {
    }

    /// <summary>A child of a map run starts. Asked on the parent's thread; the answer is used on the child's.</summary>
    /// <param name="child">The child, which may have run before.</param>
    /// <param name="past">The child's earlier events, when it goes on from them.</param>
    IHistory Child(ChildExecution child, IEnumerable<HistoryEvent> past) => NoHistory.Instance;

    /// <summary>A child of a map run ended. Called on the parent's thread.</summary>
    void Ended(ChildExecution child, ExecutionResult result)
    {
    }

    /// <summary>Puts down what was appended so far, so that it survives the process.</summary>
    void Flush()
    {
    }
}

/// <summary>Keeps nothing.</summary>
public sealed class NoHistory : IHistory
{
    public static readonly NoHistory Instance = new();

    private NoHistory()
    {
    }

    public void Append(HistoryEvent happened)
    {
    }
}
