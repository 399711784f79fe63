namespace Replenishment.Routing;

/// <summary>
/// Starts with a route for each stop and joins the two whose ends save most, while a truck holds both (Clarke and
/// Wright, 1964).
/// </summary>
internal static class Savings
{
    public static RouteSet Build(RoutingProblem problem)
    {
        var routes = new RouteSet(problem);
        for (var stop = 1; stop < problem.Places; stop++)
        {
            routes.Insert(routes.Add(), 0, stop);
        }

        foreach (var (left, right) in PairsBySaving(problem))
        {
            Join(routes, left, right);
        }

        return routes;
    }

    private static IEnumerable<(int Left, int Right)> PairsBySaving(RoutingProblem problem)
    {
        var pairs = new List<(int Saving, int Left, int Right)>();
        for (var left = 1; left < problem.Places; left++)
        {
            for (var right = left + 1; right < problem.Places; right++)
            {
                var saving = problem.Distance(0, left) + problem.Distance(0, right) - problem.Distance(left, right);
                if (saving > 0)
                {
                    pairs.Add((saving, left, right));
                }
            }
        }

        // Descending; equal savings in one order only, whatever the sort does with equals.
        pairs.Sort((one, other) => other.CompareTo(one));
        return pairs.Select(pair => (pair.Left, pair.Right));
    }

    private static void Join(RouteSet routes, int left, int right)
    {
        var (route, other) = (routes.RouteOf(left), routes.RouteOf(right));
        if (route == other || routes.Load(route) + routes.Load(other) > routes.Problem.Capacity)
        {
            return;
        }

        if (!IsEnd(routes, route, left) || !IsEnd(routes, other, right))
        {
            return;
        }

        // So that left stands last and right first.
        if (routes.Stops(route)[^1] != left)
        {
            routes.Reverse(route, 0, routes.Stops(route).Length);
        }

        if (routes.Stops(other)[0] != right)
        {
            routes.Reverse(other, 0, routes.Stops(other).Length);
        }

        routes.Append(route, other);
    }

    private static bool IsEnd(RouteSet routes, int route, int stop) =>
        routes.Stops(route)[0] == stop || routes.Stops(route)[^1] == stop;
}
