using System.Globalization;

namespace Tsplib;

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
