namespace Replenishment.Routing;

/// <summary>Short routes that serve every stop once and overload no truck; their number is not limited.</summary>
public static class RoutePlanner
{
    /// <summary>Savings, local search, and then rounds of ruin and recreation; the same routes every time.</summary>
    /// <returns>The stops of each route in order.</returns>
    public static IReadOnlyList<IReadOnlyList<int>> Solve(RoutingProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);

        var routes = Savings.Build(problem);
        LocalSearch.Improve(routes);
        var best = RuinAndRecreate.Improve(routes);
        LocalSearch.Improve(best);

        return best.ToLists();
    }
}
