using System.Diagnostics;

namespace Replenishment.Routing;

/// <summary>
/// Takes strings of neighbouring stops out of a few routes, puts each back where it costs least, and keeps the result
/// when it is shorter, or, early on, not much longer (Christiaens and Vanden Berghe, "Slack induction by string
/// removals", 2020).
/// </summary>
internal sealed class RuinAndRecreate
{
    private const ulong Seed = 1964;

    // More would be seldom better for so few stops.
    private const int RoundsPerStop = 1_500;
    private const int RoundsPerPairOfStops = 100;
    private const int RoundsBetweenLooks = 100;

    // Simulated annealing: how much longer a result may be falls from the first to the last of these, in mean legs.
    private const double Hottest = 0.7;
    private const double Coldest = 0.007;

    // Draws from an exponential distribution of mean 1, in thousandths: rounded once, so that no machine's logarithm
    // takes another turn.
    private static readonly int[] Patience =
        [.. Enumerable.Range(0, 1024).Select(step => (int)Math.Round(-1000 * Math.Log((step + 0.5) / 1024)))];

    private readonly RouteChains routes;
    private readonly StringRemoval ruin;
    private readonly GreedyInsertion recreate;
    private readonly long rounds;
    private readonly double meanLeg;
    private Xorshift random = new(Seed);

    private RuinAndRecreate(RoutingProblem problem, IReadOnlyList<IReadOnlyList<int>> start)
    {
        var neighbours = new Neighbours(problem);
        ruin = new(problem, neighbours);
        recreate = new(problem, neighbours);
        routes = new(problem);
        foreach (var route in start)
        {
            routes.Append(route);
        }

        var stops = problem.Places - 1;
        rounds = (long)stops * Math.Min(RoundsPerStop, RoundsPerPairOfStops * stops);
        meanLeg = (double)routes.Cost / (stops + routes.InUse);
    }

    /// <param name="limit">
    /// The time in which to try; null for a fixed number of rounds, which gives the same routes every time.
    /// </param>
    public static IReadOnlyList<IReadOnlyList<int>> Improve(
        RoutingProblem problem,
        IReadOnlyList<IReadOnlyList<int>> start,
        TimeSpan? limit,
        CancellationToken cancellation) =>
        problem.Places <= 2 ? start : new RuinAndRecreate(problem, start).Run(limit, cancellation);

    private IReadOnlyList<IReadOnlyList<int>> Run(TimeSpan? limit, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var best = routes.ToLists();
        var bestCost = routes.Cost;
        var allowance = 0L;
        for (var round = 0L; ; round++)
        {
            if (round % RoundsBetweenLooks == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                var progress = limit is { } time ? clock.Elapsed / time : (double)round / rounds;
                if (progress >= 1)
                {
                    return best;
                }

                allowance = (long)Math.Round(1000 * meanLeg * Hottest * Math.Pow(Coldest / Hottest, progress));
            }

            var before = routes.Cost;
            ruin.Ruin(routes, ref random);
            recreate.Recreate(routes, ruin.Removed, ref random);
            if (routes.Cost >= before + (allowance * Patience[random.Below(Patience.Length)] / 1_000_000))
            {
                Undo();
            }
            else if (routes.Cost < bestCost)
            {
                (best, bestCost) = (routes.ToLists(), routes.Cost);
            }
        }
    }

    private void Undo()
    {
        foreach (var (stop, _, _) in ruin.Removed)
        {
            routes.Remove(stop);
        }

        for (var last = ruin.Removed.Count - 1; last >= 0; last--)
        {
            var (stop, route, before) = ruin.Removed[last];
            routes.InsertAfter(before, stop, route);
        }
    }
}
