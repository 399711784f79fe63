namespace Replenishment.Routing;

/// <summary>The other stops of each stop, the nearest first.</summary>
internal sealed class Neighbours
{
    // Stops are put back beside one of so many; everywhere only where none of these has room.
    private const int Near = 100;

    private readonly int[][] byDistance;
    private readonly Neighbour[] near;
    private readonly int nearOfEach;

    public Neighbours(RoutingProblem problem)
    {
        byDistance = [.. Enumerable.Range(0, problem.Places).Select(stop => Enumerable
            .Range(1, problem.Places - 1)
            .Where(other => other != stop)
            .OrderBy(other => problem.Distance(stop, other))
            .ToArray())];
        nearOfEach = Math.Min(Near, problem.Places - 2);
        near = [.. byDistance.SelectMany((others, stop) => others
            .Take(nearOfEach)
            .Select(other => new Neighbour(other, problem.Distance(stop, other))))];
    }

    /// <summary>All others.</summary>
    public ReadOnlySpan<int> Of(int stop) => byDistance[stop];

    /// <summary>The nearest, a hundred or all, in one piece of memory because a search reads little else.</summary>
    public ReadOnlySpan<Neighbour> NearestTo(int stop) => near.AsSpan(stop * nearOfEach, nearOfEach);
}

internal readonly record struct Neighbour(int Stop, int Distance);
