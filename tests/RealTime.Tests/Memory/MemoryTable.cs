using RealTime.Tables;

namespace RealTime.Tests.Memory;

/// <summary>A table that forgets. It may be throttled, and others may write in between.</summary>
internal sealed class MemoryTable(TableSchema schema) : ITable
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<(string, string), byte[]> items = new(Order.Instance);

    /// <summary>Called before each operation with its name; may throw.</summary>
    public Action<string> Before { get; set; } = _ => { };

    /// <summary>Called after each operation has had its effect; may throw.</summary>
    public Action<string> After { get; set; } = _ => { };

    /// <summary>Whether a put finds the table busy: then it is lost, or done all the same.</summary>
    public Func<(bool IsBusy, bool IsDone)> Busy { get; set; } = () => (false, false);

    /// <summary>The items in the order of their keys.</summary>
    public IReadOnlyList<Item> Items
    {
        get
        {
            lock (gate)
            {
                return [.. items.Values.Select(item => ItemJson.Read(item))];
            }
        }
    }

    public Task<IReadOnlyList<Item?>> GetAsync(IReadOnlyList<ItemKey> keys, CancellationToken cancellation = default)
    {
        Before("get");
        Assert.Equal(keys.Count, keys.Distinct().Count());
        lock (gate)
        {
            IReadOnlyList<Item?> found = [.. keys.Select(Find)];
            return Task.FromResult(found);
        }
    }

    public Task<IReadOnlyList<PutOutcome>> PutAsync(IReadOnlyList<ConditionalPut> puts, CancellationToken cancellation = default)
    {
        Before("put");
        lock (gate)
        {
            IReadOnlyList<PutOutcome> outcomes = [.. puts.Select(Put)];
            After("put");
            return Task.FromResult(outcomes);
        }
    }

    public Task<IReadOnlyList<Item>> QueryAsync(string partition, string first, string last, CancellationToken cancellation = default)
    {
        Before("query");
        lock (gate)
        {
            IReadOnlyList<Item> found =
            [
                .. items
                    .Where(item => item.Key.Item1 == partition
                        && string.CompareOrdinal(item.Key.Item2, first) >= 0
                        && string.CompareOrdinal(item.Key.Item2, last) <= 0)
                    .Select(item => ItemJson.Read(item.Value)),
            ];
            return Task.FromResult(found);
        }
    }

    public async IAsyncEnumerable<Item> ScanAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation = default)
    {
        Before("scan");
        foreach (var item in Items)
        {
            await Task.CompletedTask;
            yield return item;
        }
    }

    private Item? Find(ItemKey key) => items.TryGetValue((key.Partition, key.Sort ?? ""), out var item) ? ItemJson.Read(item) : null;

    private PutOutcome Put(ConditionalPut put)
    {
        var key = schema.KeyOf(put.Item);
        var (isBusy, isDone) = Busy();
        var holds = put.Condition.Holds(Find(key));
        if (holds && (!isBusy || isDone))
        {
            items[(key.Partition, key.Sort ?? "")] = ItemJson.ToBytes(put.Item);
        }

        return isBusy ? PutOutcome.Busy : holds ? PutOutcome.Written : PutOutcome.Refused;
    }

    private sealed class Order : IComparer<(string Partition, string Sort)>
    {
        public static Order Instance { get; } = new();

        public int Compare((string Partition, string Sort) one, (string Partition, string Sort) other) =>
            string.CompareOrdinal(one.Partition, other.Partition) is not 0 and var order ? order : string.CompareOrdinal(one.Sort, other.Sort);
    }
}
