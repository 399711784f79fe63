namespace Replenishment.Routing;

/// <summary>Stops to serve from one depot with trucks of one capacity; 0 is the depot, the stops are 1 and up.</summary>
/// <remarks>
/// Distances and demands are whole numbers (metres, millilitres), so that a solution is the same on every machine.
/// </remarks>
public sealed class RoutingProblem
{
    private readonly long[] demands;
    private readonly int[] distances;

    /// <param name="demands">What each stop needs; the depot's own, the first, is 0.</param>
    /// <param name="distance">From place to place, the same both ways.</param>
    /// <exception cref="ArgumentException">A stop needs less than nothing or more than a truck.</exception>
    public RoutingProblem(long capacity, IReadOnlyList<long> demands, Func<int, int, int> distance)
    {
        ArgumentNullException.ThrowIfNull(demands);
        ArgumentNullException.ThrowIfNull(distance);
        if (demands.Count == 0 || demands[0] != 0)
        {
            throw new ArgumentException("The first demand is the depot's, and is 0.", nameof(demands));
        }

        if (demands.Any(demand => demand < 0 || demand > capacity))
        {
            throw new ArgumentException($"Every demand lies between 0 and the capacity, {capacity}.", nameof(demands));
        }

        Capacity = capacity;
        this.demands = [.. demands];
        distances = new int[demands.Count * demands.Count];
        for (var from = 0; from < Places; from++)
        {
            for (var to = 0; to < Places; to++)
            {
                distances[(from * Places) + to] = distance(from, to);
            }
        }
    }

    public long Capacity { get; }

    /// <summary>The depot and the stops.</summary>
    public int Places => demands.Length;

    public long Demand(int stop) => demands[stop];

    public int Distance(int from, int to) => distances[(from * Places) + to];

    /// <summary>From one place to each.</summary>
    internal ReadOnlySpan<int> Distances(int from) => distances.AsSpan(from * Places, Places);

    /// <summary>The length of a route from the depot along its stops and back.</summary>
    public long Length(IReadOnlyList<int> route)
    {
        ArgumentNullException.ThrowIfNull(route);

        var length = 0L;
        var place = 0;
        foreach (var stop in route)
        {
            length += Distance(place, stop);
            place = stop;
        }

        return length + Distance(place, 0);
    }
}
