using System.Globalization;

namespace Replenishment.Routing;

/// <summary>A capacitated vehicle routing problem as TSPLIB files describe them.</summary>
/// <param name="Problem">Places in the file's order; place 0 is the depot.</param>
public sealed record CvrpInstance(string Name, RoutingProblem Problem)
{
    /// <exception cref="CvrpFormatException">The text is not a CVRP instance that this reads.</exception>
    public static CvrpInstance Read(TextReader text, string fileName)
    {
        ArgumentNullException.ThrowIfNull(text);

        return new CvrpReader(text, fileName).Read();
    }

    /// <summary>The total length of routes, in the file's rounded distances.</summary>
    public long Cost(IEnumerable<IReadOnlyList<int>> routes) => routes.Sum(Problem.Length);
}

/// <summary>A file is not a CVRP instance; the message says where, what stands there and what should.</summary>
public sealed class CvrpFormatException : Exception
{
    public CvrpFormatException(string fileName, int line, string problem)
        : base(string.Create(CultureInfo.InvariantCulture, $"{fileName}, line {line}: {problem}"))
    {
    }

    public CvrpFormatException(string message) : base(message)
    {
    }

    public CvrpFormatException(string message, Exception innerException) : base(message, innerException)
    {
    }

    public CvrpFormatException()
    {
    }
}
