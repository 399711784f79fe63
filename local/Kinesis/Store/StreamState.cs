using Kinesis.Shards;

namespace Kinesis.Store;

/// <summary>A stream as it is in memory: what is kept of it, and what is only known while the process runs. Not thread-safe.</summary>
internal sealed class StreamState
{
    private readonly Dictionary<int, ShardLimits> limits = [];
    private readonly Dictionary<int, int> unwritten = [];
    private StreamDocument document;
    private Shard[] open;

    public StreamState(StreamDocument document, IReadOnlyDictionary<long, long> counters)
    {
        this.document = document;
        open = OpenOf(document);
        var (first, last) = document.Keys;
        Counters = counters.Where(counter => counter.Key >= first && counter.Key <= last).ToDictionary();
    }

    public StreamDocument Document
    {
        get => document;
        set
        {
            document = value;
            open = OpenOf(value);
        }
    }

    /// <summary>The open shards, by hash key.</summary>
    public IReadOnlyList<Shard> Open => open;

    /// <summary>The next index, by the key of five shards: they count together.</summary>
    public Dictionary<long, long> Counters { get; }

    public Shard? Find(int number) => document.Shards.FirstOrDefault(shard => shard.Number == number);

    public long CounterKey(Shard shard) => document.KeyOf(shard.Number / 5);

    public long NextIndex(Shard shard) => Counters.GetValueOrDefault(CounterKey(shard));

    public ShardLimits Limits(Shard shard)
    {
        if (!limits.TryGetValue(shard.Number, out var found))
        {
            limits.Add(shard.Number, found = new());
        }

        return found;
    }

    /// <summary>The open shard that a hash key falls into.</summary>
    public Shard Route(UInt128 key)
    {
        var (low, high) = (0, open.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = open[middle].First <= key ? (middle, high) : (low, middle - 1);
        }

        return open[low];
    }

    /// <summary>Whether every record that the shard has taken is on the disk.</summary>
    public bool IsWritten(Shard shard) => unwritten.GetValueOrDefault(shard.Number) == 0;

    public void CountUnwritten(int shard, int by) => unwritten[shard] = unwritten.GetValueOrDefault(shard) + by;

    private static Shard[] OpenOf(StreamDocument document) => [.. document.Shards.Where(shard => shard.IsOpen).OrderBy(shard => shard.First)];
}
