namespace Replenishment.Routing;

/// <summary>The other stops of each stop, the nearest first.</summary>
internal sealed class Neighbours
{
    private readonly int[][] byDistance;

    public Neighbours(RoutingProblem problem) =>
        byDistance = [.. Enumerable.Range(0, problem.Places).Select(stop => Enumerable
            .Range(1, problem.Places - 1)
            .Where(other => other != stop)
            .OrderBy(other => problem.Distance(stop, other))
            .ToArray())];

    public ReadOnlySpan<int> Of(int stop) => byDistance[stop];
}
