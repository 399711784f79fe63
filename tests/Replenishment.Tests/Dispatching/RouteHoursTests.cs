using Replenishment.Dispatching;
using Replenishment.Planning;

namespace Replenishment.Tests.Dispatching;

/// <summary>A route keeps the time of its depot, on whatever roads it is planned.</summary>
public class RouteHoursTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 30, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_route_takes_its_driving_and_a_quarter_of_an_hour_at_each_stop()
    {
        var route = Assert.Single(await RoutesAsync(new Ring(Metres: 10_000, Seconds: 600), hours: null, Stores(3)));

        Assert.Equal((40m, TimeSpan.FromMinutes((4 * 10) + (3 * 15))), (route.DistanceKm, route.Duration));
        Assert.Equal(TimeSpan.FromHours(Depot.UsualRouteHours), route.Depot.RouteTime);
    }

    [Theory]
    [InlineData(1.2, 4)] // Two stops take 60 minutes: three ways of 10, and 15 at each stop.
    [InlineData(1.5, 3)] // Three take 85 minutes.
    [InlineData(24, 1)]
    public async Task No_route_takes_longer_than_its_depot_allows(double hours, int routes)
    {
        var planned = await RoutesAsync(new Ring(Metres: 10_000, Seconds: 600), hours, Stores(8));

        Assert.Equal(routes, planned.Count);
        Assert.All(planned, route => Assert.InRange(route.Duration, TimeSpan.Zero, TimeSpan.FromHours(hours)));
        Assert.Equal(8, planned.Sum(route => route.Stops.Count));
    }

    [Fact]
    public async Task A_stop_that_is_too_far_away_gets_a_route_of_its_own_and_is_told_of()
    {
        var planned = await RoutesAsync(new Ring(Metres: 10_000, Seconds: 3_600), hours: 2, Stores(2));

        Assert.Equal(2, planned.Count);
        Assert.All(planned, route => Assert.True(route.IsTooLong));
    }

    [Fact]
    public async Task Dispatches_carry_what_their_whole_route_takes()
    {
        var lake = new FakeLake();

        var route = Assert.Single(await RoutesAsync(EstimatedRoads.Everywhere, hours: 9, Stores(4), lake));

        Assert.All(lake.Streamed, dispatch => Assert.Equal(
            ((double)route.DistanceKm, Math.Round(route.Duration.TotalHours, 2)), (dispatch.RouteKm, dispatch.RouteHours)));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("24.5")]
    public async Task A_request_of_a_depot_without_time_is_refused(string hours)
    {
        var lake = new FakeLake();
        var body = (Deliveries.To("S1", Deliveries.Line("S1", "P1")) with { RouteHours = 9 }).Message().Body
            .Replace("\"route_hours\":9", $"\"route_hours\":{hours}", StringComparison.Ordinal);

        var result = await new TruckDispatcher(lake, lake, EstimatedRoads.Everywhere, TimeSpan.Zero, new FakeTimeProvider(Now), lake)
            .DispatchAsync([new("bad", body)], TestContext.Current.CancellationToken);

        Assert.Equal(
            [new MessageOutcome.Refused("bad", $"Delivery delivery to S1 leaves a route no time of a day: route_hours is {hours}.")],
            result.Outcomes);
    }

    private static IEnumerable<DeliveryRequest> Stores(int count) => Enumerable.Range(1, count)
        .Select(store => Deliveries.To($"S{store}", Deliveries.Line($"S{store}", "P1", cases: 1, caseVolumeL: 1)));

    private static async Task<IReadOnlyList<Route>> RoutesAsync(
        IRoads roads, double? hours, IEnumerable<DeliveryRequest> requests, FakeLake? lake = null)
    {
        lake ??= new();
        var result = await new TruckDispatcher(lake, lake, roads, TimeSpan.Zero, new FakeTimeProvider(Now), lake).DispatchAsync(
            [.. requests.Select(request => (request with { RouteHours = hours }).Message())], TestContext.Current.CancellationToken);

        return result.Routes;
    }

    /// <summary>From every place to every other it is as far.</summary>
    private sealed record Ring(int Metres, int Seconds) : IRoads
    {
        public RoadLeg Between(Site one, Site other) => one == other ? default : new(Metres, Seconds);
    }
}
