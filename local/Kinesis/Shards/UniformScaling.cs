namespace Kinesis.Shards;

/// <summary>
/// The steps of UpdateShardCount to its target: to grow, every shard is split in the middle, and then neighbours are
/// merged.
/// </summary>
internal static class UniformScaling
{
    /// <param name="open">The open shards, by hash key.</param>
    /// <param name="target">The number of shards that have to be open.</param>
    /// <param name="split">Splits a shard at a hash key; gives both children.</param>
    /// <param name="merge">Merges two neighbours.</param>
    public static void Run(List<Shard> open, int target, Func<Shard, UInt128, (Shard, Shard)> split, Func<Shard, Shard, Shard> merge)
    {
        if (target > open.Count)
        {
            var children = new List<Shard>(2 * open.Count);
            foreach (var shard in open)
            {
                var (low, high) = split(shard, shard.First + ((shard.Last - shard.First) / 2) + 1);
                children.AddRange([low, high]);
            }

            open = children;
        }

        while (open.Count > target)
        {
            var least = Enumerable.Range(0, open.Count - 1).MinBy(i => open[i + 1].Last - open[i].First);
            open[least] = merge(open[least], open[least + 1]);
            open.RemoveAt(least + 1);
        }
    }
}
