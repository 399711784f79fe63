using JsonValues;
using StatesLanguage;

namespace Local.StepFunctions;

/// <summary>
/// Collects the events of a child execution that runs. Those of an EXPRESS child, which has no history on AWS, are without
/// the data its states passed on: from them a graph of the children is drawn. Thread-safe.
/// </summary>
/// <param name="child">The child.</param>
/// <param name="past">The child's earlier events.</param>
/// <param name="watcher">Is told of what happens now.</param>
internal sealed class ChildHistory(ChildExecution child, IEnumerable<HistoryEvent> past, IHistory watcher) : IHistory
{
    private readonly Lock gate = new();
    private readonly List<HistoryEvent> events = [.. past];

    public ChildExecution Child => child;

    public void Append(HistoryEvent happened)
    {
        var kept = child.Type == ExecutionType.Express ? happened with { Details = WithoutData(happened.Details) } : happened;
        lock (gate)
        {
            events.Add(kept);
        }

        watcher.Append(happened);
    }

    /// <summary>The child with its events so far.</summary>
    /// <param name="result">The child's result; null while it runs.</param>
    public KeptChild Kept(ExecutionResult? result = null)
    {
        lock (gate)
        {
            return new(child, result, [.. events]);
        }
    }

    private static EventDetails? WithoutData(EventDetails? details) => details switch
    {
        EventDetails.ExecutionStarted started => started with { Input = Json.Null },
        EventDetails.ExecutionSucceeded => new EventDetails.ExecutionSucceeded(Json.Null),
        EventDetails.StateEntered entered => entered with { Input = Json.Null },
        EventDetails.StateExited exited => exited with { Output = Json.Null, Assigned = null },
        EventDetails.TaskScheduled scheduled => scheduled with { Parameters = Json.Null },
        EventDetails.TaskAnswered answered => answered with { Output = Json.Null },
        EventDetails.WorkScheduled scheduled => scheduled with { Input = Json.Null },
        EventDetails.WorkSucceeded => new EventDetails.WorkSucceeded(Json.Null),
        _ => details,
    };
}
