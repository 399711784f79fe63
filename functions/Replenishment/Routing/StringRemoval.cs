namespace Replenishment.Routing;

/// <summary>Takes strings of stops out of a few routes that lie near each other.</summary>
internal sealed class StringRemoval(RoutingProblem problem, Neighbours neighbours)
{
    private const int MeanRemoved = 10;
    private const int LongestString = 10;

    private readonly int[] ruinedInRound = new int[problem.Places];
    private int round;

    /// <summary>The stops taken out, in order, with the route and the place before them at that time.</summary>
    public List<(int Stop, int Route, int Before)> Removed { get; } = [];

    public void Ruin(RouteChains routes, ref Xorshift random)
    {
        round++;
        Removed.Clear();
        var longest = Math.Clamp((problem.Places - 1) / routes.InUse, 1, LongestString);
        var strings = 1 + random.Below(Math.Max(1, ((4 * MeanRemoved) - 1) / (1 + longest)));

        var seed = 1 + random.Below(problem.Places - 1);
        RemoveString(routes, seed, longest, ref random);
        foreach (var stop in neighbours.Of(seed))
        {
            if (strings == 1)
            {
                break;
            }

            var route = routes.Links[stop].Route;
            if (route >= 0 && ruinedInRound[route] != round)
            {
                RemoveString(routes, stop, longest, ref random);
                strings--;
            }
        }
    }

    /// <summary>Removes some stops in a row, the given one among them or left in the gap between two parts.</summary>
    private void RemoveString(RouteChains routes, int stop, int longest, ref Xorshift random)
    {
        var route = routes.Links[stop].Route;
        ruinedInRound[route] = round;
        var length = 1 + random.Below(Math.Min(longest, routes.Length(route)));

        // Every second string is split: one stop within it stays.
        var isSplit = length > 1 && length < routes.Length(route) && random.Below(2) == 0;
        var kept = isSplit ? 1 + random.Below(length - 1) : -1;
        var span = isSplit ? length + 1 : length;

        var current = FirstOfSpan(routes, stop, span, ref random);
        for (var place = 0; place < span; place++)
        {
            var link = routes.Links[current];
            if (place != kept)
            {
                Removed.Add((current, link.Route, link.Before));
                routes.Remove(current);
            }

            current = link.After;
        }
    }

    /// <summary>The first place of a span of so many stops that contains the given stop and stays within its route.</summary>
    private static int FirstOfSpan(RouteChains routes, int stop, int span, ref Xorshift random)
    {
        var links = routes.Links;
        var (before, after) = (0, 0);
        for (var place = links[stop].Before; place != 0 && before < span - 1; place = links[place].Before)
        {
            before++;
        }

        for (var place = links[stop].After; place != 0 && after < span - 1; place = links[place].After)
        {
            after++;
        }

        var least = span - 1 - after;
        var steps = least + random.Below(before - least + 1);
        while (steps-- > 0)
        {
            stop = links[stop].Before;
        }

        return stop;
    }
}
