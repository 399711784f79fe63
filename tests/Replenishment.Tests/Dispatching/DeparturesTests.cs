using FsCheck;
using FsCheck.Fluent;
using Replenishment.Dispatching;
using Replenishment.Planning;

namespace Replenishment.Tests.Dispatching;

/// <summary>Waves of a day: no truck is in two places at once, and what no truck can carry today waits for another wave.</summary>
public class DeparturesTests
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 20, 6, 0, 0, TimeSpan.Zero));
    private readonly FakeLake lake = new();
    private readonly TruckDispatcher dispatcher;

    public DeparturesTests() => dispatcher = new(lake, lake, new Hours(3), TimeSpan.Zero, clock, lake);

    [Fact]
    public async Task The_trucks_go_on_counting_where_the_waves_of_the_day_before_them_ended()
    {
        var first = await Wave(Full("S1"), Full("S2"), Full("S3"));
        var second = await Wave(Full("S4"), Full("S5"));
        clock.Advance(TimeSpan.FromDays(1));
        var tomorrow = await Wave(Full("S6"));

        Assert.Equal(["D01-T01 tour 1", "D01-T02 tour 1", "D01-T01 tour 2"], Tours(first));
        Assert.Equal(["D01-T02 tour 2", "D01-T01 tour 3"], Tours(second));
        Assert.Equal(["D01-T01 tour 1"], Tours(tomorrow));
    }

    [Fact]
    public async Task The_most_urgent_leave_and_the_rest_waits_with_its_reason_until_a_truck_has_time()
    {
        // Six hours and a quarter each: three tours fit a day of each of the two trucks.
        DeliveryRequest[] requests =
        [
            .. Enumerable.Range(1, 8).Select(store => Full($"S{store}") with { Priority = store == 8 ? 0 : store == 7 ? 1 : 2 }),
        ];

        var today = await Wave(requests);
        clock.Advance(TimeSpan.FromHours(17));
        var later = await Wave(requests);
        clock.Advance(TimeSpan.FromHours(1));
        var tomorrow = await Wave(requests);

        Assert.Equal(["S8", "S7"], today.Routes.Take(2).Select(route => Assert.Single(route.Stops).StoreId));
        Assert.Equal(6, today.Routes.Count);
        var waiting = today.Outcomes.OfType<MessageOutcome.Waiting>().ToList();
        Assert.Equal(2, waiting.Count);
        Assert.All(waiting, outcome => Assert.Equal(
            (1, 2, "No truck of D01 can come back today from one more tour; it has 2."), (outcome.Lines, outcome.Delivery.Priority, outcome.Reason)));
        Assert.Empty(later.Routes);
        Assert.Equal(waiting.Select(outcome => outcome.MessageId), later.Outcomes.OfType<MessageOutcome.Waiting>().Select(outcome => outcome.MessageId));
        Assert.Equal(waiting.Select(outcome => outcome.Delivery.StoreId).Order(), tomorrow.Routes.Select(route => route.Stops[0].StoreId).Order());
        Assert.Equal(8, lake.Entries.Count());
    }

    [Fact]
    public async Task A_depot_that_was_full_is_not_planned_again_by_the_same_call_and_harms_no_other()
    {
        var pass = new WavePass();
        await Wave(pass, [.. Enumerable.Range(1, 7).Select(store => Full($"S{store}"))]);
        clock.Advance(TimeSpan.FromHours(24));

        // A day later its trucks have time, but this call has seen them busy.
        var same = await Wave(pass, Full("S8"), Full("S9") with { DepotId = "D02" });
        var next = await Wave(new WavePass(), Full("S8"));

        Assert.Equal(["D02"], same.Routes.Select(route => route.Depot.DepotId));
        Assert.Equal("delivery to S8", Assert.Single(same.Outcomes.OfType<MessageOutcome.Waiting>()).MessageId);
        Assert.Equal(["S8"], next.Routes.Select(route => Assert.Single(route.Stops).StoreId));
    }

    [Fact]
    public async Task A_line_of_which_a_part_waits_waits_whole_and_the_lines_beside_it_leave()
    {
        // The large line needs eight trucks, of which six can leave; the small one rides with one of its parts.
        var request = Deliveries.To("S1", Deliveries.Line("S1", "large", cases: 75), Deliveries.Line("S1", "small", cases: 1));

        var result = await Wave(request);

        var waiting = Assert.IsType<MessageOutcome.Waiting>(Assert.Single(result.Outcomes));
        Assert.Equal((1, new MessageOutcome.Delivered("delivery to S1", 1, 0)), (waiting.Lines, waiting.Done));
        Assert.Equal(["S1|small|2026-11-20T09:15:00.000Z"], lake.Streamed.Select(dispatch => dispatch.OrderKey));
        Assert.Equal(["small"], Assert.Single(Assert.Single(result.Routes).Stops).Dispatches.Select(dispatch => dispatch.ProductId));
        Assert.Equal(["D01-T01 tour 1"], Tours(result));
        Assert.Equal(["D01-T02 tour 1"], Tours(await Wave(Full("S2"))));
    }

    [Fact]
    public async Task The_hours_that_a_large_line_would_have_taken_are_given_to_others()
    {
        // Eight tours, of which six would fit the day; two fit beside it once it waits.
        var large = Deliveries.To("S1", Deliveries.Line("S1", "large", cases: 75)) with { Priority = 0 };

        var result = await Wave(large, Full("S2"), Full("S3"));

        Assert.Equal("delivery to S1", Assert.Single(result.Outcomes.OfType<MessageOutcome.Waiting>()).MessageId);
        Assert.Equal(["S2", "S3"], result.Routes.Select(route => Assert.Single(route.Stops).StoreId).Order());
    }

    [Fact]
    public async Task Of_two_large_lines_the_more_urgent_leaves_where_one_fits()
    {
        static DeliveryRequest Large(string store, int priority) => Deliveries.To(store, Deliveries.Line(store, "P1", cases: 40)) with { Priority = priority };

        var result = await Wave(Large("S1", 1), Large("S2", 0));

        Assert.Equal("delivery to S1", Assert.Single(result.Outcomes.OfType<MessageOutcome.Waiting>()).MessageId);
        Assert.Equal(4, result.Routes.Count);
        Assert.All(result.Routes, route => Assert.Equal("S2", Assert.Single(route.Stops).StoreId));
    }

    [Fact]
    public async Task A_tour_on_which_nothing_rode_when_the_process_ended_is_given_again_and_counts_once()
    {
        lake.CrashBeforeWrite(1);
        Assert.NotNull((await Wave(Full("S1"))).Failure);
        lake.Restart();

        var again = await Wave(Full("S1"));
        var next = await Wave(Full("S2"), Full("S3"));

        Assert.Equal(["D01-T01 tour 1"], Tours(again));
        Assert.Equal(["D01-T02 tour 1", "D01-T01 tour 2"], Tours(next));
    }

    [Fact]
    public async Task A_day_to_which_somebody_else_gave_tours_meanwhile_is_looked_at_again()
    {
        var day = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        lake.Found = () => lake.GiveAsync(new("D01", day, [new("D01-other", "D01-T01", 1, 4)])).Wait();

        Assert.Equal(["D01-T02 tour 1", "D01-T01 tour 2"], Tours(await Wave(Full("S1"), Full("S2"))));
    }

    [Fact]
    public async Task A_depot_that_changed_between_two_plans_has_its_trucks_once()
    {
        var changed = Full("S2") with { DepotTrucks = 3, RequestedAt = Full("S2").RequestedAt.AddDays(1) };

        var result = await Wave(Full("S1"), changed, Full("S3"));

        Assert.Equal(["D01-T01 tour 1", "D01-T02 tour 1", "D01-T01 tour 2"], Tours(result));
        Assert.Equal("S2", result.Routes[0].Stops[0].StoreId);
    }

    [Fact]
    public void In_any_waves_of_any_days_nothing_is_lost_and_no_truck_is_in_two_places() => Prop.ForAll(
        Gen.Choose(1, 4).ListOf(4).Select(waves => waves.ToArray()).ToArbitrary(),
        Gen.Choose(0, int.MaxValue - 1).ToArbitrary(),
        (waves, seed) => Holds(waves, seed).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    private static async Task<bool> Holds(int[] waves, int seed)
    {
        var random = new Random(seed);
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 20, 6, 0, 0, TimeSpan.Zero));
        var lake = new FakeLake();
        var dispatcher = new TruckDispatcher(lake, lake, new Hours(random.Next(1, 14)), TimeSpan.Zero, clock, lake);
        var queue = new List<DeliveryMessage>();
        var routes = new List<(DateOnly Day, Route Route)>();
        var stores = 0;
        foreach (var requests in waves)
        {
            queue.AddRange(Enumerable.Range(0, requests).Select(_ =>
            {
                var store = $"S{++stores}";
                return (Deliveries.To(store, Deliveries.Line(store, "P1", cases: random.Next(1, 25))) with { Priority = random.Next(10) }).Message();
            }));
            var day = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
            var result = await dispatcher.DispatchAsync([.. queue], TestContext.Current.CancellationToken);
            var waiting = result.Outcomes.OfType<MessageOutcome.Waiting>().Select(outcome => outcome.MessageId).ToHashSet();
            queue.RemoveAll(message => !waiting.Contains(message.MessageId));
            routes.AddRange(result.Routes.Select(route => (day, route)));
            clock.Advance(TimeSpan.FromHours(random.Next(1, 20)));
        }

        var trucks = routes.GroupBy(one => (one.Day, one.Route.TruckId)).ToList();
        Assert.All(trucks, truck =>
        {
            Assert.Equal(truck.Count(), truck.Select(one => one.Route.Tour).Distinct().Count());
            Assert.True(truck.Count() == 1 || truck.Sum(one => one.Route.Duration.TotalHours) <= 24.01);
            Assert.Contains(truck.Key.TruckId, (IEnumerable<string>)["D01-T01", "D01-T02"]);
        });
        Assert.Equal(stores, lake.Entries.Count() + queue.Count);
        Assert.Equal(
            lake.Entries.SelectMany(entry => entry.Loads).Select(load => load.OrderKey).Order(StringComparer.Ordinal),
            lake.Streamed.Select(load => load.OrderKey).Order(StringComparer.Ordinal));
        return true;
    }

    /// <summary>Goods that fill a truck.</summary>
    private static DeliveryRequest Full(string store) => Deliveries.To(store, Deliveries.Line(store, "P1", cases: 10));

    private static IEnumerable<string> Tours(DispatchResult result) => result.Routes.Select(route => $"{route.TruckId} tour {route.Tour}");

    private Task<DispatchResult> Wave(params DeliveryRequest[] requests) => Wave(new WavePass(), requests);

    private Task<DispatchResult> Wave(WavePass pass, params DeliveryRequest[] requests) =>
        dispatcher.DispatchAsync([.. requests.Select(request => request.Message())], pass, TestContext.Current.CancellationToken);

    /// <summary>Every place is as many hours from every other.</summary>
    private sealed record Hours(int Driving) : IRoads
    {
        public RoadLeg Between(Site one, Site other) => one == other ? default : new(Driving * 50_000, Driving * 3_600);
    }
}
