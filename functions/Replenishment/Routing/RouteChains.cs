namespace Replenishment.Routing;

/// <summary>The position of a stop: its route, or -1, the places before and after it, and the legs to them.</summary>
internal struct Link
{
    public int Route;
    public int Before;
    public int After;
    public int LegBefore;
    public int LegAfter;
}

/// <summary>Routes under construction, each a chain of stops, so that a change costs the same however long they are.</summary>
internal sealed class RouteChains
{
    private readonly RoutingProblem problem;
    private readonly Link[] links;
    private readonly int[] longerLegs;
    private readonly int[] firsts;
    private readonly int[] lengths;
    private readonly long[] loads;
    private readonly long[] times;

    public RouteChains(RoutingProblem problem)
    {
        this.problem = problem;
        links = new Link[problem.Places];
        links.AsSpan().Fill(new() { Route = -1 });
        longerLegs = new int[problem.Places];
        (firsts, lengths) = (new int[problem.Places], new int[problem.Places]);
        (loads, times) = (new long[problem.Places], new long[problem.Places]);
    }

    /// <summary>The number of routes, of which some may be empty.</summary>
    public int Count { get; private set; }

    public int InUse { get; private set; }

    public long Cost { get; private set; }

    /// <summary>The links, by stop.</summary>
    public ReadOnlySpan<Link> Links => links;

    /// <summary>The longer of each stop's two legs, by stop, apart from the links because a search reads little else.</summary>
    public ReadOnlySpan<int> LongerLegs => longerLegs;

    /// <summary>A route's first stop, or 0.</summary>
    public int First(int route) => firsts[route];

    /// <summary>The stop after another of the route; its first after the depot, 0; 0 after its last.</summary>
    public int Next(int route, int place) => place == 0 ? firsts[route] : links[place].After;

    public int Length(int route) => lengths[route];

    /// <summary>Whether a truck on the route has room for so much more.</summary>
    public bool Takes(int route, long demand) => loads[route] + demand <= problem.Capacity;

    /// <summary>Whether the route keeps its time with a stop between two of its places.</summary>
    public bool IsInTime(int route, int before, int stop, int after) =>
        !problem.HasTime || problem.IsInTime(times[route] + problem.TimeAdded(before, stop, after));

    /// <returns>A route without stops.</returns>
    public int Open()
    {
        if (InUse == Count)
        {
            return Count++;
        }

        var route = 0;
        while (lengths[route] > 0)
        {
            route++;
        }

        return route;
    }

    public void InsertAfter(int before, int stop, int route)
    {
        var after = Next(route, before);
        var (legBefore, legAfter) = (problem.Distance(before, stop), problem.Distance(stop, after));
        Cost += legBefore + legAfter - problem.Distance(before, after);
        links[stop] = new() { Route = route, Before = before, After = after, LegBefore = legBefore, LegAfter = legAfter };
        longerLegs[stop] = Math.Max(legBefore, legAfter);
        SetAfter(route, before, stop, legBefore);
        SetBefore(after, stop, legAfter);

        loads[route] += problem.Demand(stop);
        times[route] += problem.TimeAdded(before, stop, after);
        if (lengths[route]++ == 0)
        {
            InUse++;
        }
    }

    public void Remove(int stop)
    {
        var link = links[stop];
        var leg = problem.Distance(link.Before, link.After);
        Cost -= link.LegBefore + link.LegAfter - leg;
        SetAfter(link.Route, link.Before, link.After, leg);
        SetBefore(link.After, link.Before, leg);
        links[stop].Route = -1;

        loads[link.Route] -= problem.Demand(stop);
        times[link.Route] -= problem.TimeAdded(link.Before, stop, link.After);
        if (--lengths[link.Route] == 0)
        {
            InUse--;
        }
    }

    public void Append(IReadOnlyList<int> stops)
    {
        var route = Open();
        var last = 0;
        foreach (var stop in stops)
        {
            InsertAfter(last, stop, route);
            last = stop;
        }
    }

    public IReadOnlyList<IReadOnlyList<int>> ToLists() =>
        [.. Enumerable.Range(0, Count).Where(route => lengths[route] > 0).Select(route => Stops(route).ToList())];

    private IEnumerable<int> Stops(int route)
    {
        for (var stop = firsts[route]; stop != 0; stop = links[stop].After)
        {
            yield return stop;
        }
    }

    private void SetAfter(int route, int place, int after, int leg)
    {
        if (place == 0)
        {
            firsts[route] = after;
        }
        else
        {
            ref var link = ref links[place];
            (link.After, link.LegAfter) = (after, leg);
            longerLegs[place] = Math.Max(link.LegBefore, leg);
        }
    }

    private void SetBefore(int place, int before, int leg)
    {
        if (place != 0)
        {
            ref var link = ref links[place];
            (link.Before, link.LegBefore) = (before, leg);
            longerLegs[place] = Math.Max(leg, link.LegAfter);
        }
    }
}
