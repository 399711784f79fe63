namespace RealTime.Detection;

internal static class NormalTail
{
    // Press et al., Numerical Recipes (1992), "erfcc": a Chebyshev fit of erfc, to 1.2 in 10^7 everywhere.
    private static readonly double[] Fit =
    [
        -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806,
        0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277,
    ];

    /// <returns>
    /// The decimal logarithm of one over the probability that a normal variable lies at least so many deviations above
    /// its mean.
    /// </returns>
    public static double Decades(double deviations)
    {
        var z = deviations / Math.Sqrt(2);
        var t = 1 / (1 + (0.5 * z));
        var exponent = 0.0;
        for (var index = Fit.Length - 1; index >= 0; index--)
        {
            exponent = (exponent * t) + Fit[index];
        }

        return -(Math.Log(0.5 * t) + exponent - (z * z)) / Math.Log(10);
    }
}
