namespace Tsplib;

/// <summary>Distances between the nodes of a file, 0-based, as its EDGE_WEIGHT_TYPE says.</summary>
/// <remarks>http://comopt.ifi.uni-heidelberg.de/software/TSPLIB95/tsp95.pdf, sections 1 and 2; GEO: TSPFAQ.html beside it.</remarks>
internal static class Distances
{
    public static readonly string[] Formulas = ["EUC_2D", "CEIL_2D", "MAN_2D", "MAX_2D", "ATT", "GEO"];

    public static readonly string[] Formats =
    [
        "FULL_MATRIX", "LOWER_ROW", "UPPER_ROW", "LOWER_DIAG_ROW", "UPPER_DIAG_ROW", "LOWER_COL", "UPPER_COL", "LOWER_DIAG_COL",
        "UPPER_DIAG_COL",
    ];

    /// <summary>The largest distance that is read: the sum of three is still an int.</summary>
    public const int Longest = 500_000_000;

    public static Func<int, int, int> Between((double X, double Y)[] places, string formula) => (from, to) =>
    {
        if (from == to)
        {
            return 0;
        }

        var (x, y) = (Math.Abs(places[from].X - places[to].X), Math.Abs(places[from].Y - places[to].Y));

        return formula switch
        {
            "CEIL_2D" => (int)Math.Ceiling(Math.Sqrt((x * x) + (y * y))),
            "MAN_2D" => Nearest(x + y),
            "MAX_2D" => Math.Max(Nearest(x), Nearest(y)),
            "ATT" => (int)Math.Ceiling(Math.Sqrt(((x * x) + (y * y)) / 10)),
            "GEO" => OnEarth(places[from], places[to]),
            _ => Nearest(Math.Sqrt((x * x) + (y * y))),
        };
    };

    /// <exception cref="CvrpFormatException">There and back differ, or the section does not fit the format.</exception>
    public static int[,] Matrix(TsplibText file, SectionNumbers numbers, string format, int dimension)
    {
        var matrix = new int[dimension, dimension];
        for (var row = 0; row < dimension; row++)
        {
            var (first, end) = Columns(format, row, dimension);
            for (var column = first; column < end; column++)
            {
                if (row == column)
                {
                    // Nobody drives from a place to itself: a large number there only forbids it.
                    numbers.Skip();
                    continue;
                }

                var weight = (int)numbers.Whole(0, Longest);
                if (format == "FULL_MATRIX" && column < row && matrix[column, row] != weight)
                {
                    throw file.Error(
                        numbers.Line,
                        $"From {row + 1} to {column + 1} is {weight}, and back {matrix[column, row]}: "
                        + "only symmetric distances are read.");
                }

                (matrix[row, column], matrix[column, row]) = (weight, weight);
            }
        }

        numbers.End();
        return matrix;
    }

    private static (int First, int End) Columns(string format, int row, int dimension) => format switch
    {
        // The columns of one half of a symmetric matrix are the rows of the other.
        "LOWER_ROW" or "UPPER_COL" => (0, row),
        "LOWER_DIAG_ROW" or "UPPER_DIAG_COL" => (0, row + 1),
        "UPPER_ROW" or "LOWER_COL" => (row + 1, dimension),
        "UPPER_DIAG_ROW" or "LOWER_DIAG_COL" => (row, dimension),
        _ => (0, dimension),
    };

    /// <summary>Kilometres over a sphere between places whose coordinates are degrees and, behind the point, minutes; X is the latitude.</summary>
    private static int OnEarth((double X, double Y) from, (double X, double Y) to)
    {
        const double Radius = 6378.388;
        var (first, second) = (Radians(from), Radians(to));
        var q1 = Math.Cos(first.Y - second.Y);
        var q2 = Math.Cos(first.X - second.X);
        var q3 = Math.Cos(first.X + second.X);
        var cosine = Math.Clamp(0.5 * (((1 + q1) * q2) - ((1 - q1) * q3)), -1, 1);
        return (int)((Radius * Math.Acos(cosine)) + 1);
    }

    private static (double X, double Y) Radians((double X, double Y) place) => (Radians(place.X), Radians(place.Y));

    private static double Radians(double coordinate)
    {
        // TSPLIB's own π: a longer one gives other distances.
        const double Pi = 3.141592;
        var degrees = Math.Truncate(coordinate);
        return Pi * (degrees + (5 * (coordinate - degrees) / 3)) / 180;
    }

    private static int Nearest(double value) => (int)(value + 0.5);
}
