namespace Replenishment.Routing;

/// <summary>Short routes that serve every stop once, overload no truck and keep its time; their number is not limited.</summary>
public static class RoutePlanner
{
    /// <summary>Savings, and then rounds of ruin and recreation.</summary>
    /// <param name="limit">
    /// How long to look for shorter routes. Without it, so many rounds that a core takes about a second for a hundred
    /// stops, and the same routes every time.
    /// </param>
    /// <returns>The stops of each route in order.</returns>
    public static IReadOnlyList<IReadOnlyList<int>> Solve(
        RoutingProblem problem, TimeSpan? limit = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(problem);

        return RuinAndRecreate.Improve(problem, Savings.Build(problem), limit, cancellation);
    }
}
