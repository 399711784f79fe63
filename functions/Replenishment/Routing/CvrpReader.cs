using System.Globalization;

namespace Replenishment.Routing;

/// <summary>Reads a TSPLIB file line by line: headers (<c>KEY : value</c>), then sections of numbers.</summary>
internal sealed class CvrpReader(TextReader text, string fileName)
{
    // The matrix of distances grows with the square: this one has 100 MB.
    private const int LargestDimension = 5_000;

    private readonly Queue<(string Token, int Line)> numbers = new();
    private string edgeWeightType = "";
    private string edgeWeightFormat = "";
    private string? name;
    private int dimension;
    private long capacity = -1;
    private long[]? demands;
    private (double X, double Y)[]? coordinates;
    private int[,]? weights;
    private int depot = 1;
    private int line;

    public CvrpInstance Read()
    {
        while (NextLine() is { } content && content != "EOF")
        {
            var colon = content.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
            {
                ReadSection(content);
            }
            else
            {
                ReadHeader(content[..colon].TrimEnd(), content[(colon + 1)..].Trim());
            }
        }

        return Build();
    }

    private void ReadHeader(string key, string value)
    {
        switch (key)
        {
            case "NAME":
                name = value;
                break;
            case "TYPE" when value != "CVRP":
                throw Error($"TYPE is {value}, and only CVRP is read.");
            case "DIMENSION":
                dimension = (int)Whole(value, line, "DIMENSION", 2, LargestDimension);
                break;
            case "CAPACITY":
                capacity = Whole(value, line, "CAPACITY", 1, long.MaxValue);
                break;
            case "EDGE_WEIGHT_TYPE":
                edgeWeightType = value is "EUC_2D" or "EXPLICIT"
                    ? value
                    : throw Error($"EDGE_WEIGHT_TYPE is {value}, and only EUC_2D and EXPLICIT are read.");
                break;
            case "EDGE_WEIGHT_FORMAT":
                edgeWeightFormat = value is "LOWER_ROW" or "FULL_MATRIX"
                    ? value
                    : throw Error($"EDGE_WEIGHT_FORMAT is {value}, and only LOWER_ROW and FULL_MATRIX are read.");
                break;
            case "DISTANCE" or "SERVICE_TIME":
                throw Error($"{key} limits the length of routes, and only their load is limited here.");
        }
    }

    private void ReadSection(string section)
    {
        if (dimension == 0)
        {
            throw Error($"DIMENSION must stand before {section}.");
        }

        switch (section)
        {
            case "NODE_COORD_SECTION":
                coordinates = Rows(section, () => (Real(), Real()));
                break;
            case "DEMAND_SECTION":
                demands = Rows(section, () => Next(section, 0, long.MaxValue));
                break;
            case "EDGE_WEIGHT_SECTION":
                weights = Weights();
                break;
            case "DEPOT_SECTION":
                depot = (int)Next(section, 1, dimension);
                if (Next(section, -1, dimension) != -1)
                {
                    throw Error("One depot and then -1 must stand in DEPOT_SECTION.");
                }

                break;
            case "DISPLAY_DATA_SECTION":
                Rows(section, () => (Real(), Real()));
                break;
            default:
                throw Error($"{section} is neither a header (KEY : value) nor a section that is known here.");
        }

        if (numbers.TryPeek(out var surplus))
        {
            throw new CvrpFormatException(fileName, surplus.Line, $"{surplus.Token} is one number too many in {section}.");
        }
    }

    /// <summary>A row for each node, in any order: its number, and then what belongs to it.</summary>
    private T[] Rows<T>(string section, Func<T> rest)
    {
        var rows = new T[dimension];
        var seen = new bool[dimension];
        for (var count = 0; count < dimension; count++)
        {
            var node = (int)Next(section, 1, dimension);
            if (seen[node - 1])
            {
                throw Error($"Node {node} stands twice in {section}.");
            }

            seen[node - 1] = true;
            rows[node - 1] = rest();
        }

        return rows;
    }

    private int[,] Weights()
    {
        if (edgeWeightFormat.Length == 0)
        {
            throw Error("EDGE_WEIGHT_FORMAT must stand before EDGE_WEIGHT_SECTION.");
        }

        var matrix = new int[dimension, dimension];
        for (var row = 0; row < dimension; row++)
        {
            for (var column = 0; column < (edgeWeightFormat == "LOWER_ROW" ? row : dimension); column++)
            {
                var weight = (int)Next("EDGE_WEIGHT_SECTION", 0, int.MaxValue);
                if (edgeWeightFormat == "FULL_MATRIX" && column < row && matrix[column, row] != weight)
                {
                    throw Error($"From {row + 1} to {column + 1} is {weight}, and back {matrix[column, row]}: "
                        + "only symmetric distances are read.");
                }

                matrix[row, column] = weight;
                matrix[column, row] = weight;
            }
        }

        return matrix;
    }

    private CvrpInstance Build()
    {
        var missing = dimension == 0 ? "DIMENSION"
            : capacity < 0 ? "CAPACITY"
            : demands is null ? "DEMAND_SECTION"
            : edgeWeightType.Length == 0 ? "EDGE_WEIGHT_TYPE"
            : edgeWeightType == "EUC_2D" && coordinates is null ? "NODE_COORD_SECTION"
            : edgeWeightType == "EXPLICIT" && weights is null ? "EDGE_WEIGHT_SECTION"
            : null;
        if (missing is not null)
        {
            throw Error($"The file ends, and {missing} is missing.");
        }

        for (var node = 1; node <= dimension; node++)
        {
            if (demands![node - 1] > (node == depot ? 0 : capacity))
            {
                throw Error(node == depot
                    ? $"The depot, node {node}, has demand {demands[node - 1]}, and must have 0."
                    : $"Node {node} has demand {demands[node - 1]}, more than the capacity, {capacity}.");
            }
        }

        // The depot first; the others keep their order.
        int[] nodes = [depot - 1, .. Enumerable.Range(0, dimension).Where(node => node != depot - 1)];
        var problem = new RoutingProblem(
            capacity, [.. nodes.Select(node => demands![node])], (from, to) => Distance(nodes[from], nodes[to]));

        return new(name ?? fileName, problem);
    }

    private int Distance(int from, int to)
    {
        if (weights is not null)
        {
            return weights[from, to];
        }

        var (x, y) = (coordinates![from].X - coordinates[to].X, coordinates[from].Y - coordinates[to].Y);
        return (int)(Math.Sqrt((x * x) + (y * y)) + 0.5);
    }

    private long Next(string section, long least, long most)
    {
        var (token, where) = NextNumber(section);

        return Whole(token, where, section, least, most);
    }

    private double Real()
    {
        var (token, where) = NextNumber("NODE_COORD_SECTION");

        return double.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && Math.Abs(value) < 1e8
            ? value
            : throw new CvrpFormatException(fileName, where, $"{token} is not a coordinate.");
    }

    private (string Token, int Line) NextNumber(string section)
    {
        while (numbers.Count == 0)
        {
            var content = NextLine() ?? throw Error($"The file ends within {section}.");
            foreach (var token in content.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                numbers.Enqueue((token, line));
            }
        }

        return numbers.Dequeue();
    }

    private long Whole(string token, int where, string what, long least, long most) =>
        long.TryParse(token, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
        && value >= least && value <= most
            ? value
            : throw new CvrpFormatException(
                fileName,
                where,
                $"{token} is not a whole number "
                + (most == long.MaxValue ? $"of {least} or more" : $"from {least} to {most}") + $", as {what} asks.");

    private string? NextLine()
    {
        string? content;
        do
        {
            content = text.ReadLine();
            line++;
        }
        while (content is not null && string.IsNullOrWhiteSpace(content));

        return content?.Trim();
    }

    private CvrpFormatException Error(string problem) => new(fileName, line, problem);
}
