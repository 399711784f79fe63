using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using static Services.Tests.Dispatching.Deliveries;

namespace Services.Tests.Dispatching;

/// <summary>Killed between any two writes and started again, trucks carry every order once.</summary>
public sealed class CrashTests
{
    private const int EveryBytes = 61;

    // Stores and products overlap, so that deliveries compete for orders; copies are deliveries sent twice.
    private static Arbitrary<(int Store, int[] Products, int Copies)[]> Requests => (
        from store in Gen.Choose(1, 4)
        from products in Gen.SubListOf(1, 2, 3, 4).Where(products => products.Count > 0)
        from copies in Gen.Choose(1, 2)
        select (store, products.ToArray(), copies)).NonEmptyListOf().Select(requests => requests.ToArray()).ToArbitrary();

    [Fact]
    public void Every_order_is_on_one_truck_wherever_the_pass_was_killed() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(15).WithEndSize(12),
        Prop.ForAll(Requests, requests => KillEverywhereAsync(requests).GetAwaiter().GetResult()));

    private static async Task KillEverywhereAsync((int Store, int[] Products, int Copies)[] requests)
    {
        await using var site = Site.Open();
        await site.SendAsync(requests.SelectMany((request, index) => Enumerable.Repeat(
            Body(string.Create(CultureInfo.InvariantCulture, $"delivery-{index}"), request.Store, request.Products), request.Copies)));
        await site.SendAsync("poison");
        var orders = requests
            .SelectMany(request => request.Products.Select(product => Key(request.Store, product)))
            .Distinct().Order(StringComparer.Ordinal).ToList();

        var killed = new List<Site>();
        var beforeDeletes = 0L;
        site.AtEachWrite = () =>
        {
            killed.Add(site.Killed());
            beforeDeletes = new FileInfo(site.QueueJournal).Length;
        };
        await site.PassAsync();
        for (var length = beforeDeletes; length < new FileInfo(site.QueueJournal).Length; length += EveryBytes)
        {
            killed.Add(site.Killed(length));
        }

        killed.Add(site.Killed());
        foreach (var next in killed)
        {
            await using (next)
            {
                next.Clock.Advance(TimeSpan.FromMinutes(1));
                await next.PassAsync();
                await AgreesAsync(next, orders);
            }
        }
    }

    private static async Task AgreesAsync(Site site, List<string> orders)
    {
        Assert.Empty(site.Deliveries.Peek());
        Assert.Equal("poison", Assert.Single(site.DeadLetters.Peek()).Body);
        Assert.Equal(orders.Count, site.Ledger.Count);
        var held = await site.Ledger.FindAsync([.. orders]);
        Assert.All(orders, order => Assert.True(held[order].Streamed));

        // What the stream carries twice is twice the same.
        Assert.Equal(
            held.Values.SelectMany(entry => entry.Loads).OrderBy(load => load.OrderKey, StringComparer.Ordinal),
            site.Streamed.Distinct().OrderBy(load => load.OrderKey, StringComparer.Ordinal));
    }
}
