namespace RealTime.Detection;

/// <summary>Opens after so many minutes above the limit in a row, and clears after as many below the lower one.</summary>
internal sealed class LimitDetector(DetectorRule.Limit rule) : IDetector
{
    // A longer gap than this begins a new row.
    private static readonly TimeSpan LongestGap = TimeSpan.FromMinutes(5);

    // The minutes that a rise looks back on, oldest first.
    private readonly List<(long Minute, double Value)> recent = [];
    private long last;
    private int above;
    private int below;

    public bool IsOpen { get; private set; }

    public void Judge(DateTimeOffset minute, double value)
    {
        if (minute.UtcTicks - last > LongestGap.Ticks)
        {
            (above, below) = (0, 0);
        }

        last = minute.UtcTicks;
        if (Judged(value) is not { } judged)
        {
            return;
        }

        above = judged > rule.Above ? above + 1 : 0;
        below = judged < rule.ClearBelow ? below + 1 : 0;
        IsOpen = IsOpen ? below < rule.Minutes : above >= rule.Minutes;
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(IsOpen);
        writer.Write(last);
        writer.Write(above);
        writer.Write(below);
        writer.Write(recent.Count);
        foreach (var (minute, value) in recent)
        {
            writer.Write(minute);
            writer.Write(value);
        }
    }

    public void Load(BinaryReader reader)
    {
        IsOpen = reader.ReadBoolean();
        last = reader.ReadInt64();
        above = reader.ReadInt32();
        below = reader.ReadInt32();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            recent.Add((reader.ReadInt64(), reader.ReadDouble()));
        }
    }

    /// <returns>The value; or its rise, which is unknown where the minute to compare with has no value.</returns>
    private double? Judged(double value)
    {
        if (rule.RiseOver == 0)
        {
            return value;
        }

        var from = last - (rule.RiseOver * TimeSpan.TicksPerMinute);
        recent.RemoveAll(one => one.Minute < from);
        double? before = recent.Count > 0 && recent[0].Minute == from ? recent[0].Value : null;
        recent.Add((last, value));
        return value - before;
    }
}
