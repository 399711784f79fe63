using System.Text;
using Kinesis.Shards;
using Kinesis.Store;

namespace Kinesis.Mappings;

/// <summary>A mapping on one shard: reads it, and hands its records to the lanes. Runs under the mapping's gate.</summary>
internal sealed class ShardReader
{
    private const long IdlePause = 1_000;

    private readonly MappingContext context;
    private readonly StreamStore store;
    private readonly Shard shard;
    private readonly RecordFilter filter;
    private readonly EventJson events;
    private readonly Lane[] lanes;
    private long next;
    private long readAgainAt;
    private bool isAtEnd;

    public ShardReader(MappingContext context, StreamStore store, Shard shard, Checkpoint checkpoint)
    {
        (this.context, this.store, this.shard) = (context, store, shard);
        (next, IsDone) = (checkpoint.Next, checkpoint.IsDone);
        Saved = checkpoint;
        filter = new(context.Mapping.Settings.Filters);
        events = new(store.Options, context.Mapping, shard);
        lanes = [.. Enumerable.Range(0, context.Mapping.Settings.ParallelizationFactor).Select(_ => new Lane(context, events))];
    }

    public Shard Shard => shard;

    /// <summary>Whether all records of the shard are done with, and no more will come.</summary>
    public bool IsDone { get; private set; }

    /// <summary>The number of times that the shard was read.</summary>
    public int Reads { get; private set; }

    /// <summary>The checkpoint that was kept last.</summary>
    public Checkpoint Saved { get; set; }

    /// <summary>The place at which a mapping that starts again goes on.</summary>
    public Checkpoint Current => new(lanes.Select(lane => lane.FirstUndone).Min() ?? next, IsDone);

    private bool WantsRecords => !isAtEnd && !lanes.Any(lane => lane.HasWholeBatch);

    /// <summary>Reads at the next pass, although the shard was empty a moment ago.</summary>
    public void Wake() => readAgainAt = 0;

    /// <returns>
    /// The time of the next pass, in milliseconds since 1970; null when the next pass waits for something to happen.
    /// </returns>
    public long? Pass(long now)
    {
        if (IsDone)
        {
            return null;
        }

        Read(now);
        long? due = WantsRecords ? readAgainAt : null;
        foreach (var lane in lanes)
        {
            due = Earlier(due, lane.Pass(now, isAtEnd));
        }

        IsDone = isAtEnd && lanes.All(lane => lane.IsIdle);
        return due;
    }

    private static long? Earlier(long? one, long? other) => one is null ? other : other is null ? one : Math.Min(one.Value, other.Value);

    private void Read(long now)
    {
        // Every lane may need this much for its next batch; reading no more keeps memory flat.
        var most = context.Mapping.Settings.BatchSize;
        while (WantsRecords && now >= readAgainAt)
        {
            Reads++;
            if (store.Read(context.Mapping.Stream, shard.Number, next, most, EventJson.MostBytes) is not { Children: null } page)
            {
                isAtEnd = true;
                return;
            }

            foreach (var record in page.Records)
            {
                next = record.Index + 1;
                if (filter.Takes(record, events.SequenceNumber(record)))
                {
                    lanes[LaneOf(record)].Add(record, now);
                }
            }

            if (page.Records.Count == 0)
            {
                readAgainAt = now + IdlePause;
            }
        }
    }

    private int LaneOf(Record record) => lanes.Length == 1
        ? 0
        : (int)(HashKeys.Of(Encoding.UTF8.GetBytes(record.PartitionKey)) % (UInt128)lanes.Length);
}
