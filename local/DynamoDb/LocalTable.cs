using RealTime.Tables;

namespace DynamoDb;

/// <summary>A table of the stage, behind the interface that the functions know DynamoDB by.</summary>
internal sealed class LocalTable(TableStore store, TableSchema table) : ITable
{
    private const int Page = 500;

    public Task<IReadOnlyList<Item?>> GetAsync(IReadOnlyList<ItemKey> keys, CancellationToken cancellation = default) =>
        Task.FromResult(store.GetAll(table, keys));

    public Task<IReadOnlyList<PutOutcome>> PutAsync(IReadOnlyList<ConditionalPut> puts, CancellationToken cancellation = default) =>
        Task.FromResult(store.Put(table, puts));

    public Task<IReadOnlyList<Item>> QueryAsync(string partition, string first, string last, CancellationToken cancellation = default) =>
        Task.FromResult<IReadOnlyList<Item>>([.. store
            .Select(table, "partition = $p0 AND sort BETWEEN $p1 AND $p2", [partition, first, last], "sort", int.MaxValue)
            .Select(bytes => ItemJson.Read(bytes))]);

    public async IAsyncEnumerable<Item> ScanAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var (partition, sort) = ("", "");
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var page = store.Select(table, "(partition, sort) > ($p0, $p1)", [partition, sort], "partition, sort", Page);
            foreach (var bytes in page)
            {
                var item = ItemJson.Read(bytes);
                var key = table.KeyOf(item);
                (partition, sort) = (key.Partition, key.Sort ?? "");
                yield return item;
            }

            if (page.Count < Page)
            {
                yield break;
            }

            await Task.Yield();
        }
    }
}
