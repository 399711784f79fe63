namespace Replenishment.Routing;

/// <summary>Short routes that serve every stop once, overload no truck and keep its time; their number is not limited.</summary>
public static class RoutePlanner
{
    /// <summary>Savings, and then rounds of ruin and recreation.</summary>
    /// <param name="limit">
    /// The time in which to look for shorter routes. Without it, the number of rounds is such that a core takes less than
    /// a second for a hundred stops, and the routes are the same every time.
    /// </param>
    /// <returns>The stops of each route in order.</returns>
    public static IReadOnlyList<IReadOnlyList<int>> Solve(
        RoutingProblem problem, TimeSpan? limit = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(problem);

        return RuinAndRecreate.Improve(problem, Savings.Build(problem), limit, cancellation);
    }
}
