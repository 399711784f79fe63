namespace Replenishment.Routing;

/// <summary>
/// Starts with a route for each stop and joins the two whose ends save most, while a truck holds both and its time
/// suffices (Clarke and Wright, 1964).
/// </summary>
internal sealed class Savings
{
    private readonly RoutingProblem problem;
    private readonly List<int>[] routeOf;
    private readonly Dictionary<List<int>, long> loads = [];

    private Savings(RoutingProblem problem)
    {
        this.problem = problem;
        routeOf = [.. Enumerable.Range(0, problem.Places).Select(stop => new List<int> { stop })];
        foreach (var route in routeOf)
        {
            loads[route] = problem.Demand(route[0]);
        }
    }

    public static IReadOnlyList<IReadOnlyList<int>> Build(RoutingProblem problem)
    {
        var savings = new Savings(problem);
        foreach (var (left, right) in PairsBySaving(problem))
        {
            savings.Join(left, right);
        }

        return [.. savings.routeOf.Skip(1).Distinct()];
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

    private void Join(int left, int right)
    {
        var (route, other) = (routeOf[left], routeOf[right]);
        if (route == other || !IsEnd(route, left) || !IsEnd(other, right)
            || loads[route] + loads[other] > problem.Capacity
            || !problem.IsInTime(problem.Time(route) + problem.Time(other) + problem.TimeJoined(left, right)))
        {
            return;
        }

        // So that left stands last and right first.
        if (route[^1] != left)
        {
            route.Reverse();
        }

        if (other[0] != right)
        {
            other.Reverse();
        }

        route.AddRange(other);
        loads[route] += loads[other];
        foreach (var stop in other)
        {
            routeOf[stop] = route;
        }
    }

    private static bool IsEnd(List<int> route, int stop) => route[0] == stop || route[^1] == stop;
}
