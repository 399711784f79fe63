using RealTime.Tables;

namespace DynamoDb;

/// <summary>
/// The items that were read or written last, so that a row that every batch reads and writes again is neither looked up nor parsed
/// each time. Not thread-safe.
/// </summary>
/// <param name="most">Items at most, and as many again from before them.</param>
internal sealed class RecentItems(int most)
{
    private Dictionary<Key, Item> young = [];
    private Dictionary<Key, Item> old = [];

    /// <returns>The item itself, which must not be changed; null where it is not remembered.</returns>
    public Item? Find(TableSchema table, ItemKey key)
    {
        var place = new Key(table.Name, key);
        if (young.TryGetValue(place, out var item))
        {
            return item;
        }

        if (old.TryGetValue(place, out item))
        {
            Keep(place, item);
        }

        return item;
    }

    /// <param name="item">Which nobody changes any more.</param>
    public void Keep(TableSchema table, ItemKey key, Item item) => Keep(new(table.Name, key), item);

    public void Forget(TableSchema table, ItemKey key)
    {
        var place = new Key(table.Name, key);
        young.Remove(place);
        old.Remove(place);
    }

    public void Clear() => (young, old) = ([], []);

    private void Keep(Key place, Item item)
    {
        if (young.Count >= most)
        {
            (young, old) = ([], young);
        }

        young[place] = item;
    }

    private readonly record struct Key(string Table, ItemKey Item);
}
