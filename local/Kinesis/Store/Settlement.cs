using Kinesis.Shards;

namespace Kinesis.Store;

/// <summary>Computes the state of a stream after a requested change.</summary>
internal static class Settlement
{
    /// <returns>Null: the stream is gone.</returns>
    public static StreamDocument? Of(StreamDocument stream, PendingChange change)
    {
        var second = change.Due / 1000;
        var reshard = new Reshard(stream, second);
        switch (change.Kind)
        {
            case ChangeKind.Delete:
                return null;
            case ChangeKind.Create:
                return reshard.Create(change.Count, stream.Created / 1000);
            case ChangeKind.Split:
                reshard.Split(stream.Shards.Single(shard => shard.Number == change.Shard), change.HashKey);
                break;
            case ChangeKind.Merge:
                reshard.Merge(
                    stream.Shards.Single(shard => shard.Number == change.Shard),
                    stream.Shards.Single(shard => shard.Number == change.Adjacent));
                break;
            case ChangeKind.Count:
                UniformScaling.Run(
                    [.. stream.Shards.Where(shard => shard.IsOpen).OrderBy(shard => shard.First)], change.Count, reshard.Split, reshard.Merge);
                break;
        }

        return reshard.Result;
    }

    /// <summary>The shards of a stream while they are split and merged.</summary>
    private sealed class Reshard(StreamDocument stream, long second)
    {
        private readonly SortedDictionary<int, Shard> shards = new(stream.Shards.ToDictionary(shard => shard.Number));
        private int made = stream.ShardsMade;

        public StreamDocument Result => stream with { Status = "ACTIVE", Pending = null, Shards = [.. shards.Values], ShardsMade = made };

        public StreamDocument Create(int count, long created)
        {
            var width = count == 1 ? UInt128.MaxValue : (UInt128.MaxValue / (UInt128)count) + (UInt128.MaxValue % (UInt128)count + 1 == (UInt128)count ? 1u : 0u);
            for (var i = 0; i < count; i++)
            {
                var first = width * (UInt128)i;
                Add(new(made, first, i == count - 1 ? UInt128.MaxValue : first + width - 1, created));
            }

            return Result;
        }

        public (Shard Low, Shard High) Split(Shard parent, UInt128 at)
        {
            Close(parent);
            return (
                Add(new(made, parent.First, at - 1, second + 1) { Parent = parent.Number }),
                Add(new(made, at, parent.Last, second + 1) { Parent = parent.Number }));
        }

        public Shard Merge(Shard low, Shard high)
        {
            Close(low);
            Close(high);
            return Add(new(made, low.First, high.Last, second + 1) { Parent = low.Number, AdjacentParent = high.Number });
        }

        // A child that UpdateShardCount merges at once was never open: it ends in the second in which it began.
        private void Close(Shard shard) => shards[shard.Number] = shard with { Closed = Math.Max(second, shard.Created) };

        private Shard Add(Shard shard)
        {
            shards.Add(made++, shard);
            return shard;
        }
    }
}
