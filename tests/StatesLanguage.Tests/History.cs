namespace StatesLanguage.Tests;

/// <summary>Keeps what happened, in the form of text that a person can read.</summary>
internal sealed class History : IHistory
{
    private readonly List<HistoryEvent> events = [];
    private readonly List<(ChildExecution Child, ExecutionResult? Result, History History)> children = [];

    public History()
    {
    }

    /// <summary>Goes on behind another one's events.</summary>
    public History(History before) => events.AddRange(before.events);

    public IReadOnlyList<HistoryEvent> Events => events;

    public List<MapRun> MapRuns { get; } = [];

    public IReadOnlyList<(ChildExecution Child, ExecutionResult? Result, History History)> Children => children;

    /// <summary>The types, each with the event it follows: <c>3&lt;2 PassStateEntered</c>.</summary>
    public string Chain => string.Join('\n', events.Select(e => $"{e.Id}<{e.PreviousEventId} {e.Type}"));

    public string Types => string.Join(' ', events.Select(e => e.Type));

    public void Append(HistoryEvent happened) => events.Add(happened);

    public void Changed(MapRun run) => MapRuns.Add(run);

    public IHistory Child(ChildExecution child, IEnumerable<HistoryEvent> past)
    {
        var history = new History();
        children.Add((child, null, history));
        return history;
    }

    public void Ended(ChildExecution child, ExecutionResult result)
    {
        var index = children.FindIndex(entry => entry.Child == child && entry.Result is null);
        children[index] = children[index] with { Result = result };
    }

    public void Keep(int count)
    {
        events.RemoveRange(count, events.Count - count);
        children.Clear();
    }

    public IEnumerable<PastChild> PastChildren(string mapRunArn) => children
        .Where(entry => entry.Child.MapRunArn == mapRunArn)
        .Select(entry => new PastChild(entry.Child, entry.Result, new PastExecution { Events = entry.History.Events }));
}
