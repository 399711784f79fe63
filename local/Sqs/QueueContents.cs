namespace Local.Sqs;

/// <summary>A queue's messages, by id and in the order in which they become visible.</summary>
internal sealed class QueueContents
{
    private static readonly Comparer<StoredMessage> ByVisibility = Comparer<StoredMessage>.Create(
        (a, b) => (a.VisibleAt, a.Sequence).CompareTo((b.VisibleAt, b.Sequence)));

    private readonly Dictionary<string, StoredMessage> byId = [];
    private readonly SortedSet<StoredMessage> inOrder = new(ByVisibility);
    private TaskCompletionSource arrival = NewArrival();
    private long lastSequence;

    /// <summary>Completes when a message comes or changes its time.</summary>
    public Task Arrival => arrival.Task;

    public IReadOnlyCollection<StoredMessage> Messages => inOrder;

    public StoredMessage? Find(string id) => byId.GetValueOrDefault(id);

    public void Put(StoredMessage message)
    {
        Remove(message.Id);
        var placed = message with { Sequence = ++lastSequence };
        byId.Add(placed.Id, placed);
        inOrder.Add(placed);
        arrival.SetResult();
        arrival = NewArrival();
    }

    /// <summary>Puts the changed message in place of the one of that id, if it is still there.</summary>
    public void Change(string id, Func<StoredMessage, StoredMessage> change)
    {
        if (Find(id) is { } message)
        {
            Put(change(message));
        }
    }

    public StoredMessage? Remove(string id)
    {
        if (byId.Remove(id, out var message))
        {
            inOrder.Remove(message);
        }

        return message;
    }

    public void Clear()
    {
        byId.Clear();
        inOrder.Clear();
    }

    private static TaskCompletionSource NewArrival() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
