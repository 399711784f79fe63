using System.Diagnostics;
using Replenishment.Routing;
using Tests.Shared;

namespace Replenishment.Tests.Routing;

/// <summary>How far routes are from the best known ones of public instances, where those are at hand.</summary>
/// <remarks>
/// CVRPLIB's <c>.vrp</c> files with the <c>.sol</c> files beside them, in the folder that <c>CVRP_INSTANCES</c> names
/// or in <c>../shared/data/cvrp</c> beside the repository.
/// </remarks>
public class BestKnownTests(ITestOutputHelper output)
{
    [Fact]
    public void Routes_are_within_two_and_a_half_percent_of_the_best_known_and_eight_tenths_on_average()
    {
        var folder = Environment.GetEnvironmentVariable("CVRP_INSTANCES") ?? Shared();
        var gaps = new List<double>();
        foreach (var known in Directory.Exists(folder) ? BestKnown.In(folder) : [])
        {
            var clock = Stopwatch.StartNew();
            var gap = known.GapOf(RoutePlanner.Solve(known.Instance.Problem));

            output.WriteLine($"{known.Instance.Name,-14} {known.Cost,7} {gap,6:F2} % {clock.ElapsedMilliseconds,6} ms");
            Assert.InRange(gap, 0, 2.5);
            gaps.Add(gap);
        }

        Assert.SkipWhen(gaps.Count == 0, "No CVRP instances are at hand: set CVRP_INSTANCES to a folder of them.");
        Assert.InRange(gaps.Average(), 0, 0.8);
    }

    private static string? Shared()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "StreamingAnalytics.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.Parent is { } beside ? Path.Combine(beside.FullName, "shared", "data", "cvrp") : null;
    }
}
