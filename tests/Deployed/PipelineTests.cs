using System.Globalization;
using Replenishment;

namespace Deployed;

/// <summary>The pipeline from end to end, wherever it is deployed; it takes as long as Firehose buffers, twice.</summary>
public sealed class PipelineTests
{
    private const string Arrived = "SELECT count(DISTINCT event_id) AS n FROM inventory WHERE product_id = ?";
    private const string Dispatched = "SELECT DISTINCT order_key, store_id, quantity FROM dispatches WHERE product_id = ?";

    [Fact]
    public async Task An_empty_shelf_is_refilled_once_and_a_dirty_reading_never()
    {
        using var stack = new Stack(StackOutputs.OrSkip());
        var now = Stack.Clock.GetUtcNow();
        var product = $"deployed-test-{now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}";
        var store = Assert.Single(await stack.QueryAsync("SELECT min(store_id) AS id FROM stores")).GetProperty("id").GetString()!;
        var deadLetters = await stack.DeadLettersAsync();

        // Empty, target 20, cases of 6: four cases. The second says that the shelf is full, and is dirty.
        var empty = new Reading($"{product}-1", store, product, 0, 5, 20, 30, 6, 1.5, now.AddMinutes(-2));
        await stack.SendAsync(empty, empty, empty with { EventId = $"{product}-2", OnHand = 20, CaseSize = -1, RecordedAt = now.AddMinutes(-1) });
        await Stack.UntilAsync("both readings are in the lake", async () =>
            Assert.Single(await stack.QueryAsync(Arrived, product)).GetProperty("n").GetInt64() == 2);

        var summary = await stack.PlanAsync();
        Assert.True(summary.GetProperty("shortages").GetProperty("planned").GetInt64() > 0, summary.ToString());
        await Stack.UntilAsync("the delivery queue is empty", async () => await stack.WaitingDeliveriesAsync() == 0);
        await Stack.UntilAsync("the dispatch is in the lake", async () => (await stack.QueryAsync(Dispatched, product)).Count > 0);

        // What is on the road is netted: a second execution orders nothing more.
        await stack.PlanAsync();
        await Stack.UntilAsync("the delivery queue is empty again", async () => await stack.WaitingDeliveriesAsync() == 0);

        var row = Assert.Single(await stack.QueryAsync(Dispatched, product));
        Assert.Equal(store, row.GetProperty("store_id").GetString());
        Assert.Equal(24, row.GetProperty("quantity").GetInt64());
        Assert.Equal(deadLetters, await stack.DeadLettersAsync());
    }
}
