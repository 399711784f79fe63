namespace RealTime.Detection;

/// <summary>
/// Whether the last values are spread as they were at some time before: the relative entropy of their histogram from
/// the nearest of those that it has taken for usual.
/// </summary>
/// <remarks>
/// After Wang et al., "Statistical techniques for online anomaly detection in data centers" (2011), figure 1. The true
/// range is not known before a series ends. A value outside the range so far widens it, and what was usual is then
/// worked out anew from the history, as though the range had been known.
/// </remarks>
internal sealed class RelativeEntropy(History history)
{
    public const int Window = 52;

    private const int Bins = 5;

    // A hundredth of a chi-squared distribution with Bins - 1 degrees of freedom lies above.
    private const double Threshold = 13.2767;

    // How much wider than the values the range becomes, so that a series on its way up does not widen it each time.
    private const double Headroom = 0.1;

    private const int MostUsual = 256;

    private readonly List<double[]> usual = [];
    private double least;
    private double most;

    /// <summary>Judges the latest value of the history, with those before it.</summary>
    /// <returns>
    /// 1 where the values are spread as never before; at most a half where they are spread as before, the more the
    /// less alike.
    /// </returns>
    public double Surprise()
    {
        double value = history.Back(0);
        if (history.Count == 1)
        {
            (least, most) = (value, value);
        }
        else if (value < least || value > most)
        {
            Widen(value);
        }

        return history.Count < Window || least == most ? 0 : Judge(0);
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(least);
        writer.Write(most);
        writer.Write(usual.Count);
        foreach (var share in usual.SelectMany(shares => shares))
        {
            writer.Write(share);
        }
    }

    public void Load(BinaryReader reader)
    {
        least = reader.ReadDouble();
        most = reader.ReadDouble();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var shares = new double[Bins];
            for (var bin = 0; bin < Bins; bin++)
            {
                shares[bin] = reader.ReadDouble();
            }

            usual.Add(shares);
        }
    }

    private void Widen(double value)
    {
        var (low, high) = (Math.Min(least, value), Math.Max(most, value));
        var room = Headroom * (high - low);
        (least, most) = value < least ? (low - room, high) : (low, high + room);

        usual.Clear();
        for (var age = history.Count - Window; age > 0; age--)
        {
            Judge(age);
        }
    }

    /// <param name="age">The age of the window's last value.</param>
    private double Judge(int age)
    {
        var shares = Shares(age);
        var nearest = double.PositiveInfinity;
        foreach (var known in usual)
        {
            nearest = Math.Min(nearest, Divergence(shares, known));
        }

        if (nearest < Threshold)
        {
            return nearest / Threshold / 2;
        }

        var isFirst = usual.Count == 0;
        if (usual.Count == MostUsual)
        {
            usual.RemoveAt(0);
        }

        usual.Add(shares);
        return isFirst ? 0 : 1;
    }

    private double[] Shares(int age)
    {
        var shares = new double[Bins];
        for (var back = age; back < age + Window; back++)
        {
            var bin = (int)((history.Back(back) - least) / (most - least) * Bins);
            shares[Math.Clamp(bin, 0, Bins - 1)] += 1.0 / Window;
        }

        return shares;
    }

    /// <summary>Chi-squared distributed where the values come from the known distribution.</summary>
    private static double Divergence(double[] shares, double[] known)
    {
        var sum = 0.0;
        for (var bin = 0; bin < Bins; bin++)
        {
            if (shares[bin] > 0)
            {
                if (known[bin] == 0)
                {
                    return double.PositiveInfinity;
                }

                sum += shares[bin] * Math.Log(shares[bin] / known[bin]);
            }
        }

        return 2 * Window * sum;
    }
}
