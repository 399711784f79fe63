using System.Globalization;
using Tsplib;

namespace Tests.Shared;

/// <summary>A public instance and the length of the best known routes.</summary>
internal sealed record BestKnown(CvrpInstance Instance, long Cost)
{
    /// <summary>CVRPLIB's <c>.vrp</c> files that have <c>.sol</c> files beside them, by name.</summary>
    public static IEnumerable<BestKnown> In(string folder)
    {
        foreach (var solution in Directory.EnumerateFiles(folder, "*.sol").Order(StringComparer.Ordinal))
        {
            var file = Path.ChangeExtension(solution, ".vrp");
            using var text = new StreamReader(file);
            yield return new(CvrpInstance.Read(text, Path.GetFileName(file)), CostIn(solution));
        }
    }

    /// <returns>The percentage by which these routes are longer than the best known.</returns>
    public double GapOf(IEnumerable<IReadOnlyList<int>> routes) => 100.0 * (Instance.Cost(routes) - Cost) / Cost;

    private static long CostIn(string solution) => long.Parse(
        File.ReadLines(solution).First(line => line.StartsWith("Cost", StringComparison.Ordinal)).Split(' ')[1],
        CultureInfo.InvariantCulture);
}
