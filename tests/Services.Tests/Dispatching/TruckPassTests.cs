using Replenishment.Dispatching;
using static Services.Tests.Dispatching.Deliveries;

namespace Services.Tests.Dispatching;

public sealed class TruckPassTests : IAsyncDisposable
{
    private readonly Site site = Site.Open();

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task A_pass_takes_every_request_off_the_queue_and_plans_them_together()
    {
        await site.SendAsync(Enumerable.Range(1, 8).Select(store => Body($"delivery-{store}", store, 1, 2)));

        var result = await site.PassAsync();

        Assert.Equal((8, 16, 0), (result.Deliveries, result.Lines, result.AlreadyDispatched));
        Assert.Equal(16, result.Routes.Sum(route => route.Stops.Sum(stop => stop.Dispatches.Count)));
        Assert.Empty(result.DeadLetters);
        Assert.Equal(16, site.Streamed.Count);
        Assert.Empty(site.Deliveries.Peek());
    }

    [Fact]
    public async Task A_request_that_comes_again_changes_nothing_on_the_road()
    {
        await site.SendAsync(Body("delivery-1", 1, 1, 2), Body("delivery-1", 1, 1, 2));
        var first = await site.PassAsync();
        await site.SendAsync(Body("delivery-2", 1, 1, 2));

        var second = await site.PassAsync();

        Assert.Equal((2, 2, 2), (first.Deliveries, first.Lines, first.AlreadyDispatched));
        Assert.Equal((1, 0, 2), (second.Deliveries, second.Lines, second.AlreadyDispatched));
        Assert.Empty(second.Routes);
        Assert.Equal([Key(1, 1), Key(1, 2)], site.Streamed.Select(dispatch => dispatch.OrderKey).Order());
    }

    [Fact]
    public async Task A_request_that_cannot_be_dispatched_is_a_dead_letter_with_its_reason_after_one_pass()
    {
        await site.SendAsync(Body("delivery-1", 1, 1), "{}", Body("delivery-2", 2, 1));

        var result = await site.PassAsync();

        Assert.Equal(2, result.Deliveries);
        var dead = Assert.Single(result.DeadLetters);
        Assert.Equal("{}", dead.Body);
        Assert.StartsWith("The body is no delivery request: ", dead.Reason, StringComparison.Ordinal);
        Assert.Equal(dead.Reason, Assert.Single(site.DeadLetters.Peek()).Failure);
        Assert.Empty((await site.PassAsync()).DeadLetters);
    }

    [Fact]
    public async Task A_request_whose_receivers_all_died_is_a_dead_letter_that_says_so()
    {
        await site.SendAsync(Body("delivery-1", 1, 1));
        for (var receive = 0; receive < 5; receive++)
        {
            await site.Deliveries.ReceiveAsync(visibilityTimeout: TimeSpan.Zero);
        }

        var result = await site.PassAsync();

        Assert.Equal(
            "It was received 5 times, and its receivers ended before they were done.", Assert.Single(result.DeadLetters).Reason);
    }

    [Fact]
    public async Task What_no_truck_can_carry_today_waits_on_the_queue_however_often_it_is_looked_at()
    {
        await using var depot = Site.Open();
        await depot.SendAsync(Enumerable.Range(1, 25).Select(store => Body($"delivery-{store}", store, 1, 2)));

        var first = await depot.PassAsync();
        var dispatched = depot.Streamed.Count;
        for (var look = 0; look < 20; look++)
        {
            depot.Clock.Advance(TimeSpan.FromMinutes(15));
            Assert.Equal(first.Waiting.Count, (await depot.PassAsync()).Waiting.Count);
        }

        Assert.Equal(25, first.Deliveries + first.Waiting.Count);
        Assert.InRange(first.Waiting.Count, 1, 24);
        Assert.Equal(dispatched, depot.Streamed.Count);
        Assert.Equal(first.Waiting.Count, depot.Deliveries.Peek().Count);
        Assert.Empty(depot.DeadLetters.Peek());

        // Another process finds in the journal which trucks are out, and the next days carry the rest.
        await using var next = depot.Killed();
        Assert.Equal(first.Waiting.Count, next.Deliveries.Peek().Count);
        for (var day = 0; day < 10; day++)
        {
            next.Clock.Advance(TimeSpan.FromDays(1));
            await next.PassAsync();
        }

        Assert.Empty(next.Deliveries.Peek());
        Assert.Equal(50, next.Streamed.Select(dispatch => dispatch.OrderKey).Distinct().Count());
        Assert.Equal(50, next.Streamed.Count);
    }

    [Fact]
    public async Task A_truck_that_is_out_stays_out_after_a_restart()
    {
        await using var depot = Site.Open();
        await depot.SendAsync(Body("delivery-1", 1, 1, 2));
        await depot.PassAsync();

        await using var next = depot.Killed();
        await next.SendAsync(Body("delivery-2", 2, 1, 2), Body("delivery-3", 3, 1, 2));
        var routes = (await next.PassAsync()).Routes;

        Assert.Equal(["D1-T02 tour 1", "D1-T01 tour 2"], routes.Select(route => $"{route.TruckId} tour {route.Tour}"));
    }

    [Fact]
    public async Task When_the_stream_fails_every_request_is_on_the_queue_with_the_failure()
    {
        await site.SendAsync(Body("delivery-1", 1, 1), Body("delivery-2", 2, 1));
        site.AtEachWrite = () => throw new IOException("The disk is full.");

        await Assert.ThrowsAsync<IOException>(site.PassAsync);

        Assert.Equal(2, site.Deliveries.Depth.Visible);
        Assert.All(site.Deliveries.Peek(), message => Assert.Equal("The disk is full.", message.Failure));
    }

    [Fact]
    public async Task The_ledger_holds_the_first_entry_of_an_order_and_of_a_shelf_the_one_that_knew_its_last()
    {
        static ShelfOrder Order(string key, string product, string truck, string? after = null) => new(
            new(key, [new(key, "delivery", "S1", product, 6, truck, "route", "execution", DateTimeOffset.UnixEpoch)], Streamed: false),
            after);

        await site.Ledger.RecordAsync([Order("a", "P1", "T1")]);
        var held = await site.Ledger.RecordAsync(
            [Order("a", "P1", "T2"), Order("b", "P2", "T2"), Order("c", "P2", "T3"), Order("d", "P1", "T3"), Order("e", "P1", "T4", after: "a")]);
        await site.Ledger.MarkStreamedAsync(["a", "a", "unknown"]);

        Assert.Equal(["a T1", "b T2", "e T4"], held.Values.Select(entry => $"{entry.OrderKey} {entry.Loads[0].TruckId}").Order());
        await using var next = site.Killed();
        var found = await next.Ledger.FindAsync(["a", "b", "c", "d", "e"]);
        Assert.Equal(
            ["a T1 True", "b T2 False", "e T4 False"],
            found.Values.Select(entry => $"{entry.OrderKey} {entry.Loads[0].TruckId} {entry.Streamed}").Order());
        Assert.Equal(site.Clock.GetUtcNow(), found["a"].StreamedAt);
        var last = await next.Ledger.FindLastAsync(["S1|P1", "S1|P2", "S1|P3"]);
        Assert.Equal(["S1|P1 e", "S1|P2 b"], last.Select(shelf => $"{shelf.Key} {shelf.Value.OrderKey}").Order());
    }
}
