namespace Replenishment.Routing;

/// <summary>Stops to serve from one depot with trucks of one capacity; 0 is the depot, the stops are 1 and up.</summary>
/// <remarks>
/// Distances, demands and times are whole numbers (metres, millilitres, seconds), so that a solution is the same on
/// every machine.
/// </remarks>
public sealed class RoutingProblem
{
    private readonly long[] demands;
    private readonly int[] distances;
    private readonly int[] drivingTimes;
    private readonly int service;
    private readonly int longest;

    /// <param name="demands">The demand of each stop; that of the depot, the first, is 0.</param>
    /// <param name="distance">The distances from place to place, the same both ways.</param>
    /// <param name="time">Null where a route may take as long as it likes.</param>
    /// <exception cref="ArgumentException">A stop needs less than nothing or more than a truck.</exception>
    public RoutingProblem(
        long capacity, IReadOnlyList<long> demands, Func<int, int, int> distance, RouteTime? time = null)
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
        distances = Matrix(distance);
        HasTime = time is not null;
        drivingTimes = time is null ? [] : Matrix(time.Driving);
        service = time?.Service ?? 0;
        longest = time?.Longest ?? int.MaxValue;
    }

    public long Capacity { get; }

    /// <summary>The depot and the stops.</summary>
    public int Places => demands.Length;

    public long Demand(int stop) => demands[stop];

    public int Distance(int from, int to) => distances[(from * Places) + to];

    /// <summary>Whether the time of a route is limited.</summary>
    internal bool HasTime { get; }

    /// <summary>The distances from one place to all.</summary>
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

    /// <summary>Seconds from the depot along the stops and back, with the service at each; 0 where time is not limited.</summary>
    public long Time(IReadOnlyList<int> route)
    {
        ArgumentNullException.ThrowIfNull(route);

        var time = 0L;
        var place = 0;
        foreach (var stop in route)
        {
            time += TimeAdded(place, stop, 0);
            place = stop;
        }

        return time;
    }

    /// <summary>The seconds by which a route grows with a stop between two places.</summary>
    internal int TimeAdded(int before, int stop, int after) =>
        HasTime ? service + DrivingTime(before, stop) + DrivingTime(stop, after) - DrivingTime(before, after) : 0;

    /// <summary>The seconds by which two routes together change when one's last stop is followed by the other's first.</summary>
    internal int TimeJoined(int last, int first) =>
        HasTime ? DrivingTime(last, first) - DrivingTime(last, 0) - DrivingTime(0, first) : 0;

    internal bool IsInTime(long seconds) => seconds <= longest;

    private int DrivingTime(int from, int to) => drivingTimes[(from * Places) + to];

    private int[] Matrix(Func<int, int, int> between)
    {
        var matrix = new int[Places * Places];
        for (var from = 0; from < Places; from++)
        {
            for (var to = 0; to < Places; to++)
            {
                matrix[(from * Places) + to] = between(from, to);
            }
        }

        return matrix;
    }
}
