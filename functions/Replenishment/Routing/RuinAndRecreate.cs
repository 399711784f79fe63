namespace Replenishment.Routing;

/// <summary>
/// Takes strings of neighbouring stops out of a few routes, puts each back where it costs least, and keeps the result
/// when it is shorter, or, early on, not much longer (Christiaens and Vanden Berghe, "Slack induction by string
/// removals", 2020).
/// </summary>
/// <remarks>Bounded by rounds and never by time, with a fixed seed: the same routes on every machine.</remarks>
internal sealed class RuinAndRecreate
{
    private const int Seed = 1964;
    private const int RoundsPerStop = 600;

    // A round costs about as much as there are stops: this bounds a large problem to a second or two.
    private const int MostWork = 12_000_000;

    private const int MeanRemoved = 10;
    private const int LongestString = 10;

    // One position in so many is passed over when a stop is put back, which varies the outcome.
    private const int Blink = 100;

    // Draws from an exponential distribution of mean 1, in thousandths: rounded once, so that no machine's logarithm
    // takes another turn.
    private static readonly int[] Patience =
        [.. Enumerable.Range(0, 1024).Select(step => (int)Math.Round(-1000 * Math.Log((step + 0.5) / 1024)))];

    private readonly RoutingProblem problem;
    private readonly int[][] neighbours;
    private readonly Random random = new(Seed);
    private readonly List<int> removed = [];
    private readonly List<int> ruined = [];

    private RuinAndRecreate(RoutingProblem problem)
    {
        this.problem = problem;
        neighbours = [.. Enumerable.Range(0, problem.Places).Select(stop =>
            Enumerable.Range(1, problem.Places - 1).OrderBy(other => problem.Distance(stop, other)).ToArray())];
    }

    public static RouteSet Improve(RouteSet start) =>
        start.Problem.Places <= 2 ? start : new RuinAndRecreate(start.Problem).Run(start);

    private RouteSet Run(RouteSet start)
    {
        var (current, candidate, best) = (new RouteSet(problem), new RouteSet(problem), new RouteSet(problem));
        current.CopyFrom(start);
        best.CopyFrom(start);
        var (currentCost, bestCost) = (start.Cost, start.Cost);

        var stops = problem.Places - 1;
        var rounds = Math.Min(RoundsPerStop * stops, MostWork / stops);
        var hottest = currentCost / stops;
        for (var round = 0; round < rounds; round++)
        {
            candidate.CopyFrom(current);
            Ruin(candidate);
            Recreate(candidate);

            // Simulated annealing: how much longer a result may be falls from an average leg to nothing.
            var (left, all) = ((long)(rounds - round), (long)rounds);
            var allowance = hottest * left / all * left / all * Patience[random.Next(Patience.Length)] / 1000;
            var cost = candidate.Cost;
            if (cost < currentCost + allowance)
            {
                (current, candidate, currentCost) = (candidate, current, cost);
            }

            if (cost < bestCost)
            {
                best.CopyFrom(current);
                bestCost = cost;
            }
        }

        return best;
    }

    private void Ruin(RouteSet routes)
    {
        removed.Clear();
        ruined.Clear();
        var longest = Math.Min(LongestString, (problem.Places - 1) / routes.InUse);
        var strings = 1 + random.Next(Math.Max(1, ((4 * MeanRemoved) - 1) / (1 + longest)));

        var seed = 1 + random.Next(problem.Places - 1);
        foreach (var stop in neighbours[seed])
        {
            if (ruined.Count == strings)
            {
                break;
            }

            var route = routes.RouteOf(stop);
            if (route < 0 || ruined.Contains(route))
            {
                continue;
            }

            RemoveString(routes, route, stop, 1 + random.Next(Math.Min(longest, routes.Stops(route).Length)));
            ruined.Add(route);
        }
    }

    /// <summary>Removes so many stops in a row, the given one among them.</summary>
    private void RemoveString(RouteSet routes, int route, int stop, int length)
    {
        var stops = routes.Stops(route);
        var place = stops.IndexOf(stop);
        var earliest = Math.Max(0, place - length + 1);
        var latest = Math.Min(place, stops.Length - length);
        var first = earliest + random.Next(latest - earliest + 1);
        for (var count = 0; count < length; count++)
        {
            removed.Add(routes.Place(route, first));
            routes.RemoveAt(route, first);
        }
    }

    private void Recreate(RouteSet routes)
    {
        Order();
        foreach (var stop in removed)
        {
            var (route, index) = CheapestPlace(routes, stop);
            routes.Insert(route < 0 ? routes.Add() : route, index, stop);
        }
    }

    private (int Route, int Index) CheapestPlace(RouteSet routes, int stop)
    {
        var (best, bestRoute, bestIndex) = (int.MaxValue, -1, 0);
        var distances = problem.Distances(stop);
        for (var route = 0; route < routes.Count; route++)
        {
            var stops = routes.Stops(route);
            if (stops.IsEmpty || !routes.Takes(route, stop))
            {
                continue;
            }

            var before = 0;
            for (var index = 0; index <= stops.Length; index++)
            {
                var after = index < stops.Length ? stops[index] : 0;
                var detour = distances[before] + distances[after] - problem.Distance(before, after);
                if (detour < best && random.Next(Blink) > 0)
                {
                    (best, bestRoute, bestIndex) = (detour, route, index);
                }

                before = after;
            }
        }

        return (bestRoute, bestIndex);
    }

    /// <summary>Large stops first, far ones first, near ones first, or any.</summary>
    private void Order()
    {
        for (var last = removed.Count - 1; last > 0; last--)
        {
            var other = random.Next(last + 1);
            (removed[last], removed[other]) = (removed[other], removed[last]);
        }

        Comparison<int>? order = random.Next(11) switch
        {
            < 4 => (one, other) => problem.Demand(other).CompareTo(problem.Demand(one)),
            < 6 => (one, other) => problem.Distance(0, other).CompareTo(problem.Distance(0, one)),
            6 => (one, other) => problem.Distance(0, one).CompareTo(problem.Distance(0, other)),
            _ => null,
        };
        if (order is not null)
        {
            removed.Sort(order);
        }
    }
}
