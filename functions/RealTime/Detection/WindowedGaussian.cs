namespace RealTime.Detection;

/// <summary>Measures how far a value lies from the mean of the values before it, in their standard deviations.</summary>
/// <remarks>This is the detector "windowedGaussian" of the Numenta Anomaly Benchmark.</remarks>
internal sealed class WindowedGaussian(History before)
{
    // A value that a normal series has once in 100,000: what is rarer still is no more of a surprise.
    public const double Most = 5;

    /// <summary>Judges a value that the history does not hold yet.</summary>
    /// <returns>How improbable the value is, in powers of ten: from 0 to <see cref="Most"/>.</returns>
    public double Surprise(float value)
    {
        if (before.Count < 2)
        {
            return 0;
        }

        var (mean, deviation) = before.Moments();
        var distance = Math.Abs(value - mean);

        // A series that never changed: whatever differs is as far off as can be.
        return deviation > 0 ? Math.Min(Most, NormalTail.Decades(distance / deviation)) : distance > 0 ? Most : 0;
    }
}
