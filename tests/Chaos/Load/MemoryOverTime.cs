namespace Chaos.Load;

/// <summary>Bytes that a process has in use, looked at again and again for a while.</summary>
internal sealed class MemoryOverTime(Func<long> bytes, TimeSpan length)
{
    private const int Samples = 200;

    private readonly long start = TimeProvider.System.GetTimestamp();
    private readonly Lock gate = new();
    private readonly List<(double Part, long Bytes)> samples = [];

    /// <summary>Once it is warm: the median between a quarter of the time and half of it.</summary>
    public long Early => Median(0.25, 0.5);

    /// <summary>The median of the last quarter.</summary>
    public long Late => Median(0.75, 1);

    public long Most => samples.Max(sample => sample.Bytes);

    /// <summary>Whether the while is not over yet; looks where it is due.</summary>
    public bool GoesOn()
    {
        var part = TimeProvider.System.GetElapsedTime(start) / length;
        lock (gate)
        {
            if (part >= (double)samples.Count / Samples)
            {
                samples.Add((part, bytes()));
            }
        }

        return part < 1;
    }

    private long Median(double from, double to)
    {
        var within = samples.Where(sample => sample.Part >= from && sample.Part <= to).Select(sample => sample.Bytes).Order().ToList();
        return within.Count > 0 ? within[within.Count / 2] : Most;
    }
}
