using Replenishment.Dispatching;

namespace Replenishment.Tests.Dispatching;

public class TruckDispatcherTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 30, 0, TimeSpan.Zero);

    private readonly FakeLake lake = new();
    private readonly TruckDispatcher dispatcher;

    public TruckDispatcherTests() => dispatcher = new(lake, lake, EstimatedRoads.Everywhere, TimeSpan.Zero, new FakeTimeProvider(Now), lake);

    [Fact]
    public async Task A_delivery_becomes_a_dispatch_per_line_on_a_truck_of_its_depot()
    {
        var result = await Dispatch(Deliveries.To("S1", Deliveries.Line("S1", "P1", cases: 2)).Message());

        var route = Assert.Single(result.Routes);
        var stop = Assert.Single(route.Stops);
        Assert.Equal(("D01-T01", 1, 20, 100m), (route.TruckId, route.Tour, route.VolumeL, route.Depot.TruckVolumeL));
        Assert.Equal(2 * stop.LegKm, route.DistanceKm);
        Assert.Equal(
            new Dispatch(
                "S1|P1|2026-11-20T09:15:00.000Z", "delivery to S1", "S1", "P1", 12, "D01-T01", route.RouteId, "monday",
                Now, (double)route.DistanceKm, Math.Round(route.Duration.TotalHours, 2)),
            Assert.Single(lake.Streamed));
        Assert.Equal(new MessageOutcome.Delivered("delivery to S1", 1, 0), Assert.Single(result.Outcomes));
    }

    [Fact]
    public async Task The_same_order_is_dispatched_once_whatever_comes_again()
    {
        var delivery = Deliveries.To("S1", Deliveries.Line("S1", "P1"));
        var tuesday = delivery with
        {
            DeliveryId = "tuesday's",
            RequestedAt = delivery.RequestedAt.AddDays(1),
            Lines = [.. delivery.Lines, Deliveries.Line("S1", "P2")],
        };

        var first = await Dispatch(tuesday.Message(), delivery.Message(), delivery.Message("again"));
        var second = await Dispatch(delivery.Message(), tuesday.Message());

        Assert.Equal(
            [
                new MessageOutcome.Delivered("tuesday's", 2, 0),
                new MessageOutcome.Delivered("delivery to S1", 0, 1),
                new MessageOutcome.Delivered("again", 0, 1),
            ],
            first.Outcomes);
        Assert.Equal(
            [new MessageOutcome.Delivered("delivery to S1", 0, 1), new MessageOutcome.Delivered("tuesday's", 0, 2)],
            second.Outcomes);
        Assert.Empty(second.Routes);
        Assert.Equal(["P1 for tuesday's", "P2 for tuesday's"],
            lake.Streamed.Select(dispatch => $"{dispatch.ProductId} for {dispatch.DeliveryId}").Order());
    }

    [Fact]
    public async Task A_crash_before_any_write_loses_nothing_and_repeats_nothing()
    {
        DeliveryMessage[] messages =
        [
            Deliveries.To("S1", Deliveries.Line("S1", "P1"), Deliveries.Line("S1", "P2", cases: 25)).Message(),
            Deliveries.To("S2", Deliveries.Line("S2", "P1"), Deliveries.Line("S2", "P2")).Message(),
        ];

        for (var write = 0; ; write++)
        {
            var world = new FakeLake();
            var truck = new TruckDispatcher(world, world, EstimatedRoads.Everywhere, TimeSpan.Zero, new FakeTimeProvider(Now), world);
            world.CrashBeforeWrite(write);
            try
            {
                (await truck.DispatchAsync(messages, TestContext.Current.CancellationToken)).OrThrow();
                Assert.InRange(write, 10, 20);
                return;
            }
            catch (CrashException)
            {
                world.Restart();
            }

            // One message comes again by itself, and the other behind it.
            await truck.DispatchAsync([messages[1]], TestContext.Current.CancellationToken);
            await truck.DispatchAsync([messages[0]], TestContext.Current.CancellationToken);

            var carried = world.Streamed.DistinctBy(dispatch => dispatch.OrderKey).ToList();
            Assert.Equal(
                ["S1 P1 12", "S1 P2 150", "S2 P1 12", "S2 P2 12"],
                carried
                    .GroupBy(dispatch => $"{dispatch.StoreId} {dispatch.ProductId}")
                    .Select(line => $"{line.Key} {line.Sum(dispatch => dispatch.Quantity)}")
                    .Order());
            Assert.Equal(carried.ToHashSet(), [.. world.Streamed]);
            Assert.All(world.Entries, entry => Assert.True(entry.Streamed));
        }
    }

    [Fact]
    public async Task A_line_larger_than_a_truck_rides_in_loads_with_keys_of_their_own()
    {
        var result = await Dispatch(Deliveries.To("S1", Deliveries.Line("S1", "P1", cases: 25)).Message());

        Assert.Equal(
            [
                "S1|P1|2026-11-20T09:15:00.000Z 60",
                "S1|P1|2026-11-20T09:15:00.000Z|2 60",
                "S1|P1|2026-11-20T09:15:00.000Z|3 30",
            ],
            lake.Streamed.Select(dispatch => $"{dispatch.OrderKey} {dispatch.Quantity}"));
        Assert.Single(lake.Entries);
        Assert.Equal(new MessageOutcome.Delivered("delivery to S1", 1, 0), Assert.Single(result.Outcomes));
        Assert.Equal(
            ["D01-T01 tour 1", "D01-T02 tour 1", "D01-T01 tour 2"],
            result.Routes.Select(route => $"{route.TruckId} tour {route.Tour}"));
    }

    [Fact]
    public async Task The_most_urgent_route_leaves_first()
    {
        var result = await Dispatch(
            Deliveries.To("S1", Deliveries.Line("S1", "P1", cases: 9)).Message(),
            (Deliveries.To("S2", Deliveries.Line("S2", "P1", cases: 9)) with { Priority = 0 }).Message(),
            (Deliveries.To("S3", Deliveries.Line("S3", "P1", cases: 9)) with { Priority = 1 }).Message());

        Assert.Equal(["S2", "S3", "S1"], result.Routes.Select(route => Assert.Single(route.Stops).StoreId));
    }

    [Fact]
    public async Task Another_consumer_that_was_faster_keeps_the_line()
    {
        var delivery = Deliveries.To("S1", Deliveries.Line("S1", "P1"));
        var theirs = new Dispatch(
            delivery.Lines[0].OrderKey, "theirs", "S1", "P1", 12, "D01-T07", "D01-theirs", "sunday", Now);
        var racing = new TruckDispatcher(
            new OvertakenLedger(lake, new(theirs.OrderKey, [theirs], Streamed: false)), lake, EstimatedRoads.Everywhere, TimeSpan.Zero, new FakeTimeProvider(Now), lake);

        var result = await racing.DispatchAsync([delivery.Message()], TestContext.Current.CancellationToken);

        Assert.Equal(new MessageOutcome.Delivered("delivery to S1", 0, 1), Assert.Single(result.Outcomes));
        Assert.Empty(result.Routes);
        Assert.Equal([theirs], lake.Streamed);
    }

    [Fact]
    public async Task Routes_do_not_depend_on_the_order_of_the_messages()
    {
        var messages = Enumerable.Range(0, 30)
            .Select(store => Deliveries.To($"S{store}", Deliveries.Line($"S{store}", "P1", 1 + (store % 5))).Message())
            .ToList();
        var there = await Dispatch([.. messages]);
        var otherLake = new FakeLake();
        var back = await new TruckDispatcher(otherLake, otherLake, EstimatedRoads.Everywhere, TimeSpan.Zero, new FakeTimeProvider(Now), otherLake)
            .DispatchAsync([.. messages.AsEnumerable().Reverse()], TestContext.Current.CancellationToken);

        Assert.Equal(
            there.Routes.Select(route => $"{route.RouteId} {route.TruckId} {route.DistanceKm}"),
            back.Routes.Select(route => $"{route.RouteId} {route.TruckId} {route.DistanceKm}"));
        Assert.All(there.Routes, route => Assert.InRange(route.VolumeL, 0, 100));
    }

    [Fact]
    public async Task Planning_that_is_cancelled_ends_at_once_and_has_written_nothing()
    {
        var messages = Enumerable.Range(0, 2_000)
            .Select(store => Deliveries.To($"S{store}", Deliveries.Line($"S{store}", "P1", 1 + (store % 5))) with
            {
                Latitude = 53 + (store % 40 / 40.0),
                Longitude = 10 + (store / 40 / 50.0),
            })
            .Select(delivery => delivery.Message())
            .ToList();
        // Whole, these routes take many times as long.
        using var called = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        var result = await dispatcher.DispatchAsync(messages, called.Token);

        Assert.IsAssignableFrom<OperationCanceledException>(result.Failure!.SourceException);
        Assert.All(result.Outcomes, outcome => Assert.IsType<MessageOutcome.Unfinished>(outcome));
        Assert.Empty(lake.Entries);
        Assert.Empty(lake.Streamed);
    }

    [Fact]
    public async Task A_depot_that_is_planned_soon_is_recorded_before_one_that_takes_long()
    {
        var far = Enumerable.Range(0, 2_000)
            .Select(store => Deliveries.To($"S{store}", Deliveries.Line($"S{store}", "P1", 1 + (store % 5))) with
            {
                DepotId = "A00",
                Latitude = 53 + (store % 40 / 40.0),
                Longitude = 10 + (store / 40 / 50.0),
            });
        var near = Deliveries.To("near", Deliveries.Line("near", "P1"));
        using var called = new CancellationTokenSource();
        lake.Recorded = called.Cancel;

        var result = await dispatcher.DispatchAsync([.. far.Append(near).Select(delivery => delivery.Message())], called.Token);

        // What left before the end of the call is known to whoever called.
        Assert.IsAssignableFrom<OperationCanceledException>(result.Failure!.SourceException);
        Assert.Equal("near|P1|2026-11-20T09:15:00.000Z", Assert.Single(lake.Entries).OrderKey);
        Assert.Equal("near", Assert.Single(Assert.Single(result.Routes).Stops).StoreId);
        Assert.Equal(new MessageOutcome.Delivered("delivery to near", 1, 0), result.Outcomes[^1]);
        Assert.All(result.Outcomes.SkipLast(1), outcome => Assert.IsType<MessageOutcome.Unfinished>(outcome));
    }

    [Fact]
    public async Task A_route_is_kept_before_anything_of_it_is_recorded()
    {
        var kept = new List<Route>();
        var pass = new WavePass((route, _) =>
        {
            Assert.Empty(lake.Entries);
            kept.Add(route);
            return Task.CompletedTask;
        });

        var result = await dispatcher.DispatchAsync(
            [Deliveries.To("S1", Deliveries.Line("S1", "P1")).Message()], pass, TestContext.Current.CancellationToken);

        Assert.Equal("S1|P1|2026-11-20T09:15:00.000Z", Assert.Single(lake.Entries).OrderKey);
        Assert.Equivalent(Assert.Single(result.Routes), Assert.Single(kept), strict: true);
    }

    [Fact]
    public async Task What_the_parts_of_a_plan_ask_for_one_store_is_bounded_together()
    {
        // Sixty trucks each.
        var first = Deliveries.To("S1", Deliveries.Line("S1", "P1", 600)) with { DeliveryId = "part 0" };
        var second = Deliveries.To("S1", Deliveries.Line("S1", "P2", 600)) with { DeliveryId = "part 1" };
        var tuesday = Deliveries.To("S1", Deliveries.Line("S1", "P3", 600)) with { DeliveryId = "tuesday's", ExecutionId = "tuesday" };
        var sound = Deliveries.To("S2", Deliveries.Line("S2", "P1"));

        var result = await Dispatch(first.Message(), first.Message("again"), sound.Message(), second.Message(), tuesday.Message());

        Assert.Equal(
            [
                "part 0: Delivery part 0 and the others of monday to store S1 would fill more than 100 trucks together: a count or a volume in them must be wrong.",
                "again: Delivery part 0 and the others of monday to store S1 would fill more than 100 trucks together: a count or a volume in them must be wrong.",
                "part 1: Delivery part 1 and the others of monday to store S1 would fill more than 100 trucks together: a count or a volume in them must be wrong.",
            ],
            result.Outcomes.OfType<MessageOutcome.Refused>().Select(refused => $"{refused.MessageId}: {refused.Reason}"));
        Assert.Equal(["S1 P3", "S2 P1"], lake.Streamed.Select(dispatch => $"{dispatch.StoreId} {dispatch.ProductId}").Distinct().Order());
        Assert.Equal(2, (await Dispatch(first.Message(), first.Message("again"))).Outcomes.OfType<MessageOutcome.Delivered>().Count());
    }

    public static TheoryData<string, string> BadMessages => new()
    {
        { "null", "The body is null." },
        { Bad("\"store_id\":\"S1\"", "\"store_id\":\"\""), "The delivery has no store_id." },
        { Bad("\"latitude\":53.549", "\"latitude\":91"), "Delivery delivery to S1 has coordinates that are not on Earth." },
        { Bad("\"depot_trucks\":2", "\"depot_trucks\":0"), "Delivery delivery to S1 has no truck: depot_trucks is 0." },
        {
            Bad("\"truck_volume_l\":100", "\"truck_volume_l\":-1"),
            "Delivery delivery to S1 has no truck: truck_volume_l is -1."
        },
        {
            Bad("\"quantity\":12", "\"quantity\":13"),
            "Delivery delivery to S1, order S1|P1|2026-11-20T09:15:00.000Z: 13 units are not 2 whole cases."
        },
        {
            Bad("\"truck_volume_l\":100", "\"truck_volume_l\":9"),
            "Delivery delivery to S1, order S1|P1|2026-11-20T09:15:00.000Z: one case is larger than a truck."
        },
        {
            Bad("\"truck_volume_l\":100", "\"truck_volume_l\":0.1"),
            "Delivery delivery to S1, order S1|P1|2026-11-20T09:15:00.000Z: it would fill more than 100 trucks."
        },
        {
            Deliveries.To("S1", Deliveries.Line("S1", "P1", 600), Deliveries.Line("S1", "P2", 600)).Message().Body,
            "Delivery delivery to S1 would fill more than 100 trucks: a count or a volume in it must be wrong."
        },
        {
            Bad("2026-11-20T09:15:00.000Z\"", "2026-11-20T09:15:00.000Z|2\""),
            "Delivery delivery to S1, order S1|P1|2026-11-20T09:15:00.000Z|2: its key is not made of its store, its product and the time of a reading."
        },
    };

    [Theory]
    [MemberData(nameof(BadMessages))]
    public async Task A_bad_message_is_refused_with_its_reason_and_harms_no_neighbour(string body, string reason)
    {
        var result = await Dispatch(
            new DeliveryMessage("bad", body), Deliveries.To("S2", Deliveries.Line("S2", "P1")).Message("good"));

        Assert.Equal(
            [new MessageOutcome.Refused("bad", reason), new MessageOutcome.Delivered("good", 1, 0)], result.Outcomes);
    }

    [Fact]
    public async Task A_message_that_is_no_delivery_is_refused()
    {
        var result = await Dispatch(new DeliveryMessage("bad", """{"delivery_id":"""));

        var refused = Assert.IsType<MessageOutcome.Refused>(Assert.Single(result.Outcomes));
        Assert.StartsWith("The body is no delivery request: ", refused.Reason, StringComparison.Ordinal);
    }

    private static string Bad(string good, string bad) =>
        Deliveries.To("S1", Deliveries.Line("S1", "P1")).Message().Body.Replace(good, bad, StringComparison.Ordinal);

    private Task<DispatchResult> Dispatch(params DeliveryMessage[] messages) =>
        dispatcher.DispatchAsync(messages, TestContext.Current.CancellationToken);

    /// <summary>Holds nothing when asked, and an entry of another consumer by the time of the write.</summary>
    private sealed class OvertakenLedger(IDispatchLedger ledger, LedgerEntry theirs) : IDispatchLedger
    {
        public Task<IReadOnlyDictionary<string, LedgerEntry>> FindAsync(
            IReadOnlyCollection<string> orderKeys, CancellationToken cancellation = default) =>
            ledger.FindAsync(orderKeys, cancellation);

        public Task<IReadOnlyDictionary<string, LedgerEntry>> FindLastAsync(
            IReadOnlyCollection<string> shelves, CancellationToken cancellation = default) =>
            ledger.FindLastAsync(shelves, cancellation);

        public async Task<IReadOnlyDictionary<string, LedgerEntry>> RecordAsync(
            IReadOnlyCollection<ShelfOrder> orders, CancellationToken cancellation = default)
        {
            await ledger.RecordAsync([new(theirs, After: null)], cancellation);
            return await ledger.RecordAsync(orders, cancellation);
        }

        public Task MarkStreamedAsync(IReadOnlyCollection<string> orderKeys, CancellationToken cancellation = default) =>
            ledger.MarkStreamedAsync(orderKeys, cancellation);
    }
}
