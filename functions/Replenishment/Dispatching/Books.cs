namespace Replenishment.Dispatching;

/// <summary>The state of a call's orders. An order that is in none of the sets is superseded.</summary>
/// <param name="Orders">The line that stands for each order key.</param>
internal sealed record Books(IReadOnlyDictionary<string, OpenLine> Orders)
{
    /// <summary>Order keys whose end is not known yet: at first all of them.</summary>
    public HashSet<string> Open { get; } = [.. Orders.Keys];

    /// <summary>Order keys that are in the ledger, and whose dispatches the stream has.</summary>
    public HashSet<string> Held { get; } = [];

    /// <summary>Dispatches that this call put there, by their keys.</summary>
    public Dictionary<string, Dispatch> Ours { get; } = [];

    /// <summary>Order keys that no truck can carry today.</summary>
    public HashSet<string> Waiting { get; } = [];

    /// <summary>The routes that have left, depot by depot.</summary>
    public List<PlannedRoute> Routes { get; } = [];

    public void Wait(OpenLine line)
    {
        Waiting.Add(line.Line.OrderKey);
        Open.Remove(line.Line.OrderKey);
    }

    public void Settle(IEnumerable<string> orderKeys) => Open.ExceptWith(orderKeys);
}
