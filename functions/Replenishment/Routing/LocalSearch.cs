namespace Replenishment.Routing;

/// <summary>Takes every small change that shortens the routes, until none is left.</summary>
internal static class LocalSearch
{
    public static void Improve(RouteSet routes)
    {
        bool shorter;
        do
        {
            shorter = false;
            for (var stop = 1; stop < routes.Problem.Places; stop++)
            {
                shorter |= TwoOpt(routes, stop) || Relocate(routes, stop) || Swap(routes, stop);
            }
        }
        while (shorter);
    }

    /// <summary>Drives a part of the route that begins with the stop in the other direction.</summary>
    private static bool TwoOpt(RouteSet routes, int stop)
    {
        var problem = routes.Problem;
        var route = routes.RouteOf(stop);
        var first = routes.Stops(route).IndexOf(stop);
        var before = routes.Place(route, first - 1);
        for (var last = first + 1; last < routes.Stops(route).Length; last++)
        {
            var (end, after) = (routes.Place(route, last), routes.Place(route, last + 1));
            var change = problem.Distance(before, end) + problem.Distance(stop, after)
                - problem.Distance(before, stop) - problem.Distance(end, after);
            if (change < 0)
            {
                routes.Reverse(route, first, last - first + 1);
                return true;
            }
        }

        return false;
    }

    /// <summary>Serves the stop elsewhere: in its route, or in another that has room for it.</summary>
    private static bool Relocate(RouteSet routes, int stop)
    {
        var home = routes.RouteOf(stop);
        var place = routes.Stops(home).IndexOf(stop);
        routes.RemoveAt(home, place);

        var (best, bestRoute, bestIndex) = (routes.Detour(home, place, stop), home, place);
        for (var route = 0; route < routes.Count; route++)
        {
            if (!routes.Takes(route, stop))
            {
                continue;
            }

            for (var index = 0; index <= routes.Stops(route).Length; index++)
            {
                var detour = routes.Detour(route, index, stop);
                if (detour < best)
                {
                    (best, bestRoute, bestIndex) = (detour, route, index);
                }
            }
        }

        routes.Insert(bestRoute, bestIndex, stop);
        return (bestRoute, bestIndex) != (home, place);
    }

    /// <summary>Exchanges the stop with one of another route.</summary>
    private static bool Swap(RouteSet routes, int stop)
    {
        var problem = routes.Problem;
        var home = routes.RouteOf(stop);
        var place = routes.Stops(home).IndexOf(stop);
        for (var route = 0; route < routes.Count; route++)
        {
            for (var index = 0; route != home && index < routes.Stops(route).Length; index++)
            {
                var other = routes.Place(route, index);
                var growth = problem.Demand(stop) - problem.Demand(other);
                if (routes.Load(route) + growth <= problem.Capacity
                    && routes.Load(home) - growth <= problem.Capacity
                    && Exchanged(routes, home, place, other) + Exchanged(routes, route, index, stop) < 0)
                {
                    routes.RemoveAt(home, place);
                    routes.RemoveAt(route, index);
                    routes.Insert(home, place, other);
                    routes.Insert(route, index, stop);
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>What a route grows by when another stop takes the place of the one at an index.</summary>
    private static int Exchanged(RouteSet routes, int route, int index, int stop)
    {
        var problem = routes.Problem;
        var (before, old, after) =
            (routes.Place(route, index - 1), routes.Place(route, index), routes.Place(route, index + 1));

        return problem.Distance(before, stop) + problem.Distance(stop, after)
            - problem.Distance(before, old) - problem.Distance(old, after);
    }
}
