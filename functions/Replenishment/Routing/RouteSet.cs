using System.Runtime.InteropServices;

namespace Replenishment.Routing;

/// <summary>Routes under construction: which stops each has, in order, and what it carries.</summary>
internal sealed class RouteSet(RoutingProblem problem)
{
    private readonly List<List<int>> stops = [];
    private readonly List<long> loads = [];
    private readonly int[] routeOf = Enumerable.Repeat(-1, problem.Places).ToArray();

    public RoutingProblem Problem => problem;

    /// <summary>Some may be empty.</summary>
    public int Count => stops.Count;

    public int InUse => stops.Count(route => route.Count > 0);

    public long Cost => stops.Sum(problem.Length);

    public ReadOnlySpan<int> Stops(int route) => CollectionsMarshal.AsSpan(stops[route]);

    public long Load(int route) => loads[route];

    /// <summary>The route that serves a stop; -1 when none does.</summary>
    public int RouteOf(int stop) => routeOf[stop];

    public bool Takes(int route, int stop) => loads[route] + problem.Demand(stop) <= problem.Capacity;

    /// <summary>The stop at an index of a route, and the depot on either side of it.</summary>
    public int Place(int route, int index) => (uint)index < (uint)stops[route].Count ? stops[route][index] : 0;

    /// <summary>What the route grows by with a stop put in at an index.</summary>
    public int Detour(int route, int index, int stop)
    {
        var (before, after) = (Place(route, index - 1), Place(route, index));

        return problem.Distance(before, stop) + problem.Distance(stop, after) - problem.Distance(before, after);
    }

    /// <returns>The index of the new, empty route.</returns>
    public int Add()
    {
        // An emptied one will do.
        var empty = stops.FindIndex(route => route.Count == 0);
        if (empty >= 0)
        {
            return empty;
        }

        stops.Add([]);
        loads.Add(0);
        return stops.Count - 1;
    }

    public void Insert(int route, int index, int stop)
    {
        stops[route].Insert(index, stop);
        loads[route] += problem.Demand(stop);
        routeOf[stop] = route;
    }

    public void RemoveAt(int route, int index)
    {
        var stop = stops[route][index];
        stops[route].RemoveAt(index);
        loads[route] -= problem.Demand(stop);
        routeOf[stop] = -1;
    }

    public void Reverse(int route, int index, int count) => stops[route].Reverse(index, count);

    /// <summary>Puts a route's stops behind another's and leaves it empty.</summary>
    public void Append(int route, int emptied)
    {
        foreach (var stop in stops[emptied])
        {
            routeOf[stop] = route;
        }

        stops[route].AddRange(stops[emptied]);
        loads[route] += loads[emptied];
        stops[emptied].Clear();
        loads[emptied] = 0;
    }

    public void CopyFrom(RouteSet other)
    {
        while (stops.Count < other.stops.Count)
        {
            stops.Add([]);
            loads.Add(0);
        }

        for (var route = 0; route < stops.Count; route++)
        {
            var known = route < other.stops.Count;
            stops[route].Clear();
            if (known)
            {
                stops[route].AddRange(CollectionsMarshal.AsSpan(other.stops[route]));
            }

            loads[route] = known ? other.loads[route] : 0;
        }

        other.routeOf.CopyTo(routeOf, 0);
    }

    public IReadOnlyList<IReadOnlyList<int>> ToLists() => [.. stops.Where(route => route.Count > 0)];
}
