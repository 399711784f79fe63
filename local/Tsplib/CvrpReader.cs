using Replenishment.Routing;

namespace Tsplib;

/// <summary>Makes a routing problem of a TSPLIB file.</summary>
internal sealed class CvrpReader(TsplibText file)
{
    // The matrix of distances grows with the square: this one has 100 MB.
    private const int LargestDimension = 5_000;

    // Others may say what routes must keep to, such as time windows, and are refused.
    private static readonly string[] Sections =
        ["NODE_COORD_SECTION", "EDGE_WEIGHT_SECTION", "DEMAND_SECTION", "DEPOT_SECTION", "DISPLAY_DATA_SECTION"];

    private readonly int dimension = (int)(Number(file, "DIMENSION", 2, LargestDimension)
        ?? throw Missing(file, "DIMENSION"));

    public CvrpInstance Read()
    {
        if (file.Header("TYPE") is { } type && type.Text.ToUpperInvariant() is not ("CVRP" or "DCVRP"))
        {
            throw file.Error(type.Line, $"TYPE is {type.Text}, and only CVRP is read.");
        }

        foreach (var section in file.Sections.Where(section => !Sections.Contains(section.Text)))
        {
            throw file.Error(
                section.Line,
                $"{section.Text} is not read: only {string.Join(", ", Sections)} are. Take it out where routes need not keep to it.");
        }

        var capacity = Number(file, "CAPACITY", 1, long.MaxValue) ?? throw Missing(file, "CAPACITY");
        var distance = Distance();
        var demands = Rows("DEMAND_SECTION", numbers => (Amount: numbers.Whole(0, long.MaxValue), numbers.Line))
            ?? throw Missing(file, "DEMAND_SECTION");
        var depot = Depot();
        Check(demands, depot, capacity);

        // The depot first; the others keep their order.
        int[] nodes = [depot, .. Enumerable.Range(0, dimension).Where(node => node != depot)];
        var problem = new RoutingProblem(
            capacity,
            [.. nodes.Select(node => demands[node].Amount)],
            (from, to) => distance(nodes[from], nodes[to]),
            Time((from, to) => distance(nodes[from], nodes[to])));

        return new(file.Header("NAME")?.Text ?? file.FileName, problem);
    }

    private Func<int, int, int> Distance()
    {
        var type = Choice("EDGE_WEIGHT_TYPE", [.. Distances.Formulas, "EXPLICIT"])
            ?? throw Missing(file, "EDGE_WEIGHT_TYPE");
        var places = Rows("NODE_COORD_SECTION", numbers => (X: numbers.Real(), Y: numbers.Real()));
        if (type != "EXPLICIT")
        {
            return Distances.Between(places ?? throw Missing(file, "NODE_COORD_SECTION"), type);
        }

        var numbers = Numbers("EDGE_WEIGHT_SECTION") ?? throw Missing(file, "EDGE_WEIGHT_SECTION");
        var format = Choice("EDGE_WEIGHT_FORMAT", Distances.Formats) ?? throw Missing(file, "EDGE_WEIGHT_FORMAT");
        var matrix = Distances.Matrix(file, numbers, format, dimension);

        return (from, to) => matrix[from, to];
    }

    /// <summary>The time of a route. Where a file limits the length of a route, a stop counts as so many units of length.</summary>
    private RouteTime? Time(Func<int, int, int> distance) =>
        Number(file, "DISTANCE", 1, int.MaxValue) is { } longest
            ? new((int)longest, (int)(Number(file, "SERVICE_TIME", 0, Distances.Longest) ?? 0), distance)
            : null;

    private int Depot()
    {
        var numbers = Numbers("DEPOT_SECTION");
        if (numbers is null)
        {
            return 0;
        }

        var depot = (int)numbers.Whole(1, dimension);
        if (numbers.HasNext && numbers.Whole(-1, dimension) != -1)
        {
            throw file.Error(numbers.Line, "One depot and then -1 must stand in DEPOT_SECTION.");
        }

        numbers.End();
        return depot - 1;
    }

    private void Check((long Amount, int Line)[] demands, int depot, long capacity)
    {
        foreach (var (node, (demand, line)) in demands.Index())
        {
            if (demand > (node == depot ? 0 : capacity))
            {
                throw file.Error(line, node == depot
                    ? $"The depot, node {node + 1}, has demand {demand}, and must have 0."
                    : $"Node {node + 1} has demand {demand}, more than the capacity, {capacity}.");
            }
        }
    }

    /// <summary>A row for each node, in any order: its number, and then what belongs to it. Null without the section.</summary>
    private T[]? Rows<T>(string section, Func<SectionNumbers, T> rest)
    {
        if (Numbers(section) is not { } numbers)
        {
            return null;
        }

        var rows = new T[dimension];
        var seen = new bool[dimension];
        for (var count = 0; count < dimension; count++)
        {
            var node = (int)numbers.Whole(1, dimension);
            if (seen[node - 1])
            {
                throw file.Error(numbers.Line, $"Node {node} stands twice in {section}.");
            }

            seen[node - 1] = true;
            rows[node - 1] = rest(numbers);
        }

        numbers.End();
        return rows;
    }

    private SectionNumbers? Numbers(string section) =>
        file.Words(section) is { } words ? new(file, section, words) : null;

    private string? Choice(string key, string[] known)
    {
        if (file.Header(key) is not { } value)
        {
            return null;
        }

        return known.Contains(value.Text.ToUpperInvariant())
            ? value.Text.ToUpperInvariant()
            : throw file.Error(value.Line, $"{key} is {value.Text}, and only {string.Join(", ", known)} are read.");
    }

    private static long? Number(TsplibText file, string key, long least, long most) =>
        file.Header(key) is { } value ? SectionNumbers.Whole(file, value, key, least, most) : null;

    private static CvrpFormatException Missing(TsplibText file, string what) =>
        file.Error(file.LastLine, $"The file ends, and {what} is missing.");
}
