using System.Globalization;
using Replenishment.Routing;
using Tests.Shared;

namespace Bench;

/// <summary>Stops against the processor time that routes take, and what they lose to the best ones.</summary>
internal static class RoutingBench
{
    private const int Rounds = 3;

    /// <param name="folder">The folder of CVRPLIB's instances with their solutions; null for only the places made up here.</param>
    public static void Run(string? folder)
    {
        Console.WriteLine("| Stops | Problem | CPU seconds | Shorter than savings alone | Longer than the best known |");
        Console.WriteLine("|---:|---|---:|---:|---:|");
        foreach (var stops in new[] { 100, 200, 400, 800 })
        {
            Row("at random, ten to a truck", Scattered(stops), _ => "");
        }

        var gaps = new List<double>();
        foreach (var known in (folder is null ? [] : BestKnown.In(folder)).OrderBy(known => known.Instance.Problem.Places))
        {
            Row(known.Instance.Name, known.Instance.Problem, routes =>
            {
                gaps.Add(known.GapOf(routes));
                return Percent(gaps[^1]);
            });
        }

        if (gaps.Count > 0)
        {
            Console.WriteLine($"\n{gaps.Count} instances: {Percent(gaps.Average())} longer than the best known on the average, {Percent(gaps.Max())} at most.");
        }
    }

    // The places lie in a square around the depot.
    private static RoutingProblem Scattered(int stops)
    {
        var random = new Random(stops);
        var places = Enumerable.Range(0, stops + 1).Select(_ => (X: random.Next(10_000), Y: random.Next(10_000))).ToArray();
        places[0] = (5_000, 5_000);
        long[] demands = [0, .. Enumerable.Range(0, stops).Select(_ => (long)random.Next(50, 150))];

        return new(1_000, demands, (a, b) =>
            (int)Math.Round(Math.Sqrt(Math.Pow(places[a].X - places[b].X, 2) + Math.Pow(places[a].Y - places[b].Y, 2))));
    }

    private static void Row(string name, RoutingProblem problem, Func<IReadOnlyList<IReadOnlyList<int>>, string> gap)
    {
        var best = TimeSpan.MaxValue;
        IReadOnlyList<IReadOnlyList<int>> routes = [];
        for (var round = 0; round < Rounds; round++)
        {
            var before = Environment.CpuUsage.TotalTime;
            var found = RoutePlanner.Solve(problem);
            var taken = Environment.CpuUsage.TotalTime - before;
            Answer.Require(round == 0 || routes.SelectMany(route => route).SequenceEqual(found.SelectMany(route => route)));
            (routes, best) = (found, taken < best ? taken : best);
        }

        Answer.Require(routes.SelectMany(route => route).Order().SequenceEqual(Enumerable.Range(1, problem.Places - 1))
            && routes.All(route => route.Sum(problem.Demand) <= problem.Capacity));
        var savings = Savings.Build(problem).Sum(problem.Length);
        var shorter = 100.0 * (savings - routes.Sum(problem.Length)) / savings;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {problem.Places - 1} | {name} | {best.TotalSeconds:0.00} | {Percent(shorter)} | {gap(routes)} |"));
    }

    private static string Percent(double value) => value.ToString("0.0 '%'", CultureInfo.InvariantCulture);
}
