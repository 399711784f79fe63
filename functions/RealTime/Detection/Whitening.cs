namespace RealTime.Detection;

/// <summary>A linear map after which shapes are spread evenly in every direction.</summary>
internal sealed class Whitening
{
    // Keeps the product of a series without any noise invertible; far below the noise of any other.
    private const double Ridge = 1e-9;

    private readonly int lags;

    // The inverse of the lower Cholesky factor of the shapes' product with themselves.
    private readonly double[] map;

    private Whitening(int lags, double[] map) => (this.lags, this.map) = (lags, map);

    /// <summary>The whitening learnt from so many shapes of the history, of which the newest has the given age.</summary>
    public static Whitening Of(int lags, History history, int newest, int count)
    {
        var product = new double[lags * lags];
        Span<double> shape = stackalloc double[lags];
        for (var age = newest; age < newest + count; age++)
        {
            for (var row = 0; row < lags; row++)
            {
                shape[row] = history.Back(age + lags - 1 - row);
                for (var column = 0; column <= row; column++)
                {
                    product[(row * lags) + column] += shape[row] * shape[column];
                }
            }
        }

        var trace = 0.0;
        for (var row = 0; row < lags; row++)
        {
            trace += product[(row * lags) + row];
        }

        for (var row = 0; row < lags; row++)
        {
            product[(row * lags) + row] += (Ridge * trace / lags) + double.Epsilon;
        }

        return new(lags, InverseOfLower(lags, Cholesky(lags, product)));
    }

    /// <param name="age">The age of the shape's last value.</param>
    /// <param name="result">The destination, at least as long as a shape; the elements after it stay as they are.</param>
    public void Apply(History history, int age, Span<float> result)
    {
        Span<double> shape = stackalloc double[lags];
        for (var row = 0; row < lags; row++)
        {
            shape[row] = history.Back(age + lags - 1 - row);
            var sum = 0.0;
            for (var column = 0; column <= row; column++)
            {
                sum += map[(row * lags) + column] * shape[column];
            }

            result[row] = (float)sum;
        }
    }

    public void Save(BinaryWriter writer)
    {
        foreach (var (row, column) in Lower(lags))
        {
            writer.Write(map[(row * lags) + column]);
        }
    }

    public static Whitening Load(int lags, BinaryReader reader)
    {
        var map = new double[lags * lags];
        foreach (var (row, column) in Lower(lags))
        {
            map[(row * lags) + column] = reader.ReadDouble();
        }

        return new(lags, map);
    }

    private static IEnumerable<(int Row, int Column)> Lower(int lags) =>
        from row in Enumerable.Range(0, lags) from column in Enumerable.Range(0, row + 1) select (row, column);

    private static double[] Cholesky(int lags, double[] product)
    {
        var lower = new double[lags * lags];
        for (var row = 0; row < lags; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                var sum = product[(row * lags) + column];
                for (var index = 0; index < column; index++)
                {
                    sum -= lower[(row * lags) + index] * lower[(column * lags) + index];
                }

                // Rounding may leave nothing, or less, of what is in truth a little more than nothing.
                lower[(row * lags) + column] = row == column
                    ? Math.Sqrt(Math.Max(sum, double.Epsilon))
                    : sum / lower[(column * lags) + column];
            }
        }

        return lower;
    }

    private static double[] InverseOfLower(int lags, double[] lower)
    {
        var inverse = new double[lags * lags];
        for (var column = 0; column < lags; column++)
        {
            for (var row = column; row < lags; row++)
            {
                var sum = row == column ? 1.0 : 0.0;
                for (var index = column; index < row; index++)
                {
                    sum -= lower[(row * lags) + index] * inverse[(index * lags) + column];
                }

                inverse[(row * lags) + column] = sum / lower[(row * lags) + row];
            }
        }

        return inverse;
    }
}
