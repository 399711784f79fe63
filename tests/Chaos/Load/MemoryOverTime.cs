namespace Chaos.Load;

/// <summary>Bytes that a process has in use, looked at again and again while it works.</summary>
/// <param name="done">How much of the work is done, from 0 to 1.</param>
internal sealed class MemoryOverTime(Func<long> bytes, Func<double> done)
{
    private const int Samples = 200;

    private readonly Lock gate = new();
    private readonly List<(double Part, long Bytes)> samples = [];

    /// <summary>Once it is warm: the median between a quarter of the work and half of it.</summary>
    public long Early => Median(0.25, 0.5);

    /// <summary>The median of the last quarter.</summary>
    public long Late => Median(0.75, 1);

    public long Most => samples.Max(sample => sample.Bytes);

    /// <summary>Whether the work is not done yet; looks where it is due.</summary>
    public bool GoesOn()
    {
        var part = done();
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
