using Replenishment.Routing;

namespace Tsplib;

/// <summary>A capacitated vehicle routing problem as TSPLIB files describe them.</summary>
/// <param name="Problem">Places in the file's order; place 0 is the depot.</param>
public sealed record CvrpInstance(string Name, RoutingProblem Problem)
{
    /// <exception cref="CvrpFormatException">The text is not a CVRP instance that this reads.</exception>
    public static CvrpInstance Read(TextReader text, string fileName)
    {
        ArgumentNullException.ThrowIfNull(text);

        return new CvrpReader(TsplibText.Read(text, fileName)).Read();
    }

    /// <summary>The total length of routes, in the file's rounded distances.</summary>
    public long Cost(IEnumerable<IReadOnlyList<int>> routes) => routes.Sum(Problem.Length);
}
