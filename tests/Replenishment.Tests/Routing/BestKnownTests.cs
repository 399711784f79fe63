using System.Diagnostics;
using System.Globalization;
using Replenishment.Routing;

namespace Replenishment.Tests.Routing;

/// <summary>How far routes are from the best known ones of public instances, where those are at hand.</summary>
/// <remarks>
/// CVRPLIB's <c>.vrp</c> files with the <c>.sol</c> files beside them, in the folder that <c>CVRP_INSTANCES</c> names
/// or in <c>../shared/data/cvrp</c> beside the repository.
/// </remarks>
public class BestKnownTests(ITestOutputHelper output)
{
    [Fact]
    public void Routes_are_within_eight_percent_of_the_best_known_and_five_on_average()
    {
        var gaps = new List<double>();
        foreach (var (instance, best) in Instances())
        {
            var clock = Stopwatch.StartNew();
            var cost = instance.Cost(RoutePlanner.Solve(instance.Problem));
            var gap = 100.0 * (cost - best) / best;

            output.WriteLine($"{instance.Name,-14} {best,7} {cost,7} {gap,6:F2} % {clock.ElapsedMilliseconds,6} ms");
            Assert.InRange(gap, 0, 8);
            gaps.Add(gap);
        }

        Assert.SkipWhen(gaps.Count == 0, "No CVRP instances are at hand: set CVRP_INSTANCES to a folder of them.");
        Assert.InRange(gaps.Average(), 0, 5);
    }

    private static IEnumerable<(CvrpInstance Instance, long Best)> Instances()
    {
        var folder = Environment.GetEnvironmentVariable("CVRP_INSTANCES") ?? Shared();
        if (!Directory.Exists(folder))
        {
            yield break;
        }

        foreach (var solution in Directory.EnumerateFiles(folder, "*.sol").Order())
        {
            var file = Path.ChangeExtension(solution, ".vrp");
            using var text = new StreamReader(file);
            yield return (CvrpInstance.Read(text, Path.GetFileName(file)), BestKnown(solution));
        }
    }

    private static long BestKnown(string file) => long.Parse(
        File.ReadLines(file).First(line => line.StartsWith("Cost", StringComparison.Ordinal)).Split(' ')[1],
        CultureInfo.InvariantCulture);

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
