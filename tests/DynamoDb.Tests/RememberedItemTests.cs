using RealTime.Tables;
using Tests.Shared;

namespace DynamoDb.Tests;

/// <summary>The store remembers items; nobody can tell, but for the time it takes.</summary>
public sealed class RememberedItemTests : IDisposable
{
    private const int Keys = 12;

    private readonly TemporaryFolder folder = new();
    private readonly ManualTime time = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_store_that_was_opened_once_answers_as_one_that_is_opened_anew_for_every_call(int seed)
    {
        var random = new Random(seed);
        using var kept = TableStore.Open(folder["kept.db"], time, TableSchema.All);
        for (var step = 0; step < 60; step++)
        {
            var puts = Enumerable.Range(0, 3).Select(_ => AnyPut(random)).ToList();
            var keys = Enumerable.Range(0, Keys).Select(number => new ItemKey($"k{number}", "10:00")).ToList();
            // More than a minute: both look for what has expired with every call.
            time.Advance(TimeSpan.FromSeconds(61 + random.Next(60)));
            using var fresh = TableStore.Open(folder["fresh.db"], time, TableSchema.All);

            Assert.Equal(
                await fresh.Table(TableSchema.Minutes).PutAsync(puts, Cancellation),
                await kept.Table(TableSchema.Minutes).PutAsync(puts, Cancellation));
            Assert.Equal(await TextsAsync(fresh, keys), await TextsAsync(kept, keys));
            Assert.Equal(IndexOf(fresh), IndexOf(kept));
        }
    }

    [Fact]
    public async Task An_item_that_was_read_or_put_can_be_changed_and_the_table_s_stays_as_it_is()
    {
        using var store = TableStore.Open(folder["kept.db"], time, TableSchema.All);
        var minutes = store.Table(TableSchema.Minutes);
        var put = Row("k1", revision: 1, size: 1);
        await minutes.PutAsync([new(put, new Condition.Absent())], Cancellation);
        put["count"] = ItemValue.Of(7m);
        (await minutes.GetAsync([new("k1", "10:00")], Cancellation))[0]!["count"] = ItemValue.Of(8m);

        Assert.Equal(1, (await minutes.GetAsync([new("k1", "10:00")], Cancellation))[0]!.Whole("count"));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ConditionalPut AnyPut(Random random)
    {
        var revision = random.Next(4);
        var row = Row($"k{random.Next(Keys)}", revision + 1, random.Next(5) == 0 ? 20_000 : 10);
        if (random.Next(3) == 0)
        {
            row[Attributes.ExpiresAt] = ItemValue.Of((decimal)time.GetUtcNow().ToUnixTimeSeconds() + random.Next(600));
        }

        if (random.Next(3) == 0)
        {
            row["slot"] = ItemValue.Of($"slot{random.Next(3)}");
        }

        return new(row, Condition.AtRevision(revision));
    }

    private static Item Row(string key, int revision, int size) => new()
    {
        ["k"] = ItemValue.Of(key),
        ["m"] = ItemValue.Of("10:00"),
        ["count"] = ItemValue.Of(1m),
        ["text"] = ItemValue.Of(new string('x', size)),
        [Attributes.Revision] = ItemValue.Of((decimal)revision),
    };

    private static async Task<IEnumerable<string>> TextsAsync(TableStore store, List<ItemKey> keys) =>
        (await store.Table(TableSchema.Minutes).GetAsync(keys, Cancellation))
            .Select(item => item is null ? "" : Convert.ToBase64String(ItemJson.ToBytes(item)));

    private static IEnumerable<string> IndexOf(TableStore store) => Enumerable.Range(0, 3)
        .SelectMany(slot => store.Select(TableSchema.Minutes, "index_partition = $p0", [$"slot{slot}"], "index_sort", int.MaxValue))
        .Select(Convert.ToBase64String);
}
