namespace Kinesis.Shards;

/// <summary>The limits of a shard for each second. The class is not thread-safe.</summary>
internal sealed class ShardLimits
{
    private const double Records = 1_000;
    private const double Bytes = 1024 * 1024;
    private const double Reads = 5;
    private const double ReadBytes = 2 * 1024 * 1024;

    private Allowance records = new(Records);
    private Allowance bytes = new(Bytes);
    private Allowance reads = new(Reads);
    private Allowance readBytes = new(ReadBytes);

    /// <summary>Whether a record fits into this second; if it does, it is counted.</summary>
    public bool TakesRecord(long now, int size)
    {
        // A record of more than a second's bytes is taken when nothing else was, and its debt worked off.
        if (records.At(now) < 1 || bytes.At(now) < Math.Min(size, Bytes))
        {
            return false;
        }

        records.Spend(1);
        bytes.Spend(size);
        return true;
    }

    /// <summary>Whether another GetRecords fits into this second; if it does, it is counted.</summary>
    public bool TakesRead(long now)
    {
        if (reads.At(now) < 1 || readBytes.At(now) < 0)
        {
            return false;
        }

        reads.Spend(1);
        return true;
    }

    /// <summary>Counts what a GetRecords gave: after 10 MB there is no more for five seconds.</summary>
    public void Gave(long size) => readBytes.Spend(size > ReadBytes ? size + ReadBytes : size);

    // Fills up evenly, to one second's worth.
    private struct Allowance(double aSecond)
    {
        private double spent;
        private long at = long.MinValue;

        public double At(long now)
        {
            if (at != long.MinValue && now > at)
            {
                spent = Math.Max(0, spent - ((now - at) * aSecond / 1000));
            }

            at = Math.Max(at, now);
            return aSecond - spent;
        }

        public void Spend(double amount) => spent += amount;
    }
}
