namespace Tsplib;

/// <summary>Distances between the nodes of a file, 0-based, as its EDGE_WEIGHT_TYPE says.</summary>
internal static class Distances
{
    public static readonly string[] Formulas = ["EUC_2D", "CEIL_2D", "MAN_2D", "MAX_2D"];

    public static readonly string[] Formats = ["FULL_MATRIX", "LOWER_ROW", "UPPER_ROW", "LOWER_DIAG_ROW", "UPPER_DIAG_ROW"];

    public static Func<int, int, int> Between((double X, double Y)[] places, string formula) => (from, to) =>
    {
        var (x, y) = (Math.Abs(places[from].X - places[to].X), Math.Abs(places[from].Y - places[to].Y));

        return formula switch
        {
            "CEIL_2D" => (int)Math.Ceiling(Math.Sqrt((x * x) + (y * y))),
            "MAN_2D" => Nearest(x + y),
            "MAX_2D" => Math.Max(Nearest(x), Nearest(y)),
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
                var weight = (int)numbers.Whole(0, int.MaxValue);
                if (format == "FULL_MATRIX" && column < row && matrix[column, row] != weight)
                {
                    throw file.Error(
                        numbers.Line,
                        $"From {row + 1} to {column + 1} is {weight}, and back {matrix[column, row]}: "
                        + "only symmetric distances are read.");
                }

                // Nobody drives from a place to itself: a large number there only forbids it.
                (matrix[row, column], matrix[column, row]) = row == column ? (0, 0) : (weight, weight);
            }
        }

        numbers.End();
        return matrix;
    }

    private static (int First, int End) Columns(string format, int row, int dimension) => format switch
    {
        "LOWER_ROW" => (0, row),
        "LOWER_DIAG_ROW" => (0, row + 1),
        "UPPER_ROW" => (row + 1, dimension),
        "UPPER_DIAG_ROW" => (row, dimension),
        _ => (0, dimension),
    };

    private static int Nearest(double value) => (int)(value + 0.5);
}
