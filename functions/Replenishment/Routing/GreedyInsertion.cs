namespace Replenishment.Routing;

/// <summary>Puts stops back one by one, each where it costs least, sometimes passing a place over.</summary>
internal sealed class GreedyInsertion(RoutingProblem problem, Neighbours neighbours)
{
    // One place in so many is skipped, which varies the outcome.
    private const int Blink = 100;

    private readonly List<(long Key, int Stop)> order = [];

    public void Recreate(RouteChains routes, List<(int Stop, int Route, int Before)> removed, ref Xorshift random)
    {
        Order(removed, ref random);
        foreach (var (_, stop) in order)
        {
            var (route, before) = NearestPlace(routes, stop, ref random);
            if (route < 0)
            {
                (route, before) = AnyPlace(routes, stop);
            }

            routes.InsertAfter(before, stop, route < 0 ? routes.Open() : route);
        }
    }

    /// <summary>Large stops first, far ones first, near ones first, or any.</summary>
    private void Order(List<(int Stop, int Route, int Before)> removed, ref Xorshift random)
    {
        var kind = random.Below(11);
        order.Clear();
        foreach (var (stop, _, _) in removed)
        {
            var key = kind switch
            {
                < 4 => -problem.Demand(stop),
                < 6 => -problem.Distance(0, stop),
                6 => problem.Distance(0, stop),
                _ => 0,
            };
            // Equals, and all where no order is asked for, stand in any order.
            order.Insert(random.Below(order.Count + 1), (key, stop));
        }

        for (var next = 1; next < order.Count; next++)
        {
            for (var place = next; place > 0 && order[place - 1].Key > order[place].Key; place--)
            {
                (order[place - 1], order[place]) = (order[place], order[place - 1]);
            }
        }
    }

    private (int Route, int Before) NearestPlace(RouteChains routes, int stop, ref Xorshift random)
    {
        var (best, bestRoute, bestBefore) = (int.MaxValue, -1, 0);
        var links = routes.Links;
        var longerLegs = routes.LongerLegs;
        var distances = problem.Distances(stop);
        var demand = problem.Demand(stop);
        foreach (var (other, way) in neighbours.NearestTo(stop))
        {
            // A leg whose nearer end was looked at already costs twice the way less the leg, or more.
            if ((2 * way) - longerLegs[other] >= best)
            {
                continue;
            }

            ref readonly var link = ref links[other];
            if (link.Route < 0 || !routes.Takes(link.Route, demand) || random.Below(Blink) == 0)
            {
                continue;
            }

            var behind = way + distances[link.After] - link.LegAfter;
            if (behind < best && routes.IsInTime(link.Route, other, stop, link.After))
            {
                (best, bestRoute, bestBefore) = (behind, link.Route, other);
            }

            var ahead = way + distances[link.Before] - link.LegBefore;
            if (ahead < best && routes.IsInTime(link.Route, link.Before, stop, other))
            {
                (best, bestRoute, bestBefore) = (ahead, link.Route, link.Before);
            }
        }

        return (bestRoute, bestBefore);
    }

    private (int Route, int Before) AnyPlace(RouteChains routes, int stop)
    {
        var (best, bestRoute, bestBefore) = (int.MaxValue, -1, 0);
        for (var route = 0; route < routes.Count; route++)
        {
            if (routes.Length(route) == 0 || !routes.Takes(route, problem.Demand(stop)))
            {
                continue;
            }

            var before = 0;
            do
            {
                var after = routes.Next(route, before);
                var detour = problem.Distance(before, stop) + problem.Distance(stop, after)
                    - problem.Distance(before, after);
                if (detour < best && routes.IsInTime(route, before, stop, after))
                {
                    (best, bestRoute, bestBefore) = (detour, route, before);
                }

                before = after;
            }
            while (before != 0);
        }

        return (bestRoute, bestBefore);
    }
}
