using System.Text;
using System.Text.Json.Nodes;
using Replenishment.Dispatching;
using StoreSimulation.Driving;

namespace StoreSimulation.Tests.Driving;

public sealed class DriveTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 26, 6, 0, 0, TimeSpan.Zero);

    private static readonly Lazy<List<TimedRecord>> Day = new(() => [.. Drive(seed: 1).Records()]);

    [Fact]
    public void Equal_seeds_give_equal_records_and_others_others()
    {
        Assert.Equal(Day.Value.Select(Text), Drive(seed: 1).Records().Select(Text));
        Assert.NotEqual(Day.Value.Take(10).Select(Text), Drive(seed: 2).Records().Take(10).Select(Text));
    }

    [Fact]
    public void Records_are_sent_in_order_and_never_before_what_they_tell_of()
    {
        Assert.Equal(Day.Value.Select(record => record.SentAt).Order(), Day.Value.Select(record => record.SentAt));
        Assert.All(Day.Value, record => Assert.True(record.SentAt >= Time(record)));
    }

    [Fact]
    public void A_truck_drives_its_routes_to_the_metre_and_stands_at_every_stop()
    {
        foreach (var route in Routes())
        {
            var driven = Distinct().Where(one => one["route_id"]!.GetValue<string>() == route.RouteId).ToList();

            Assert.Equal((double)route.DistanceKm * 1000, driven.Sum(one => Number(one, "distance_m")), 50.0);
            Assert.All(route.Stops, stop => Assert.Contains(driven, one =>
                Number(one, "speed_kmh") == 0
                && Math.Abs(Number(one, "latitude") - stop.Latitude) < 1e-4
                && Math.Abs(Number(one, "longitude") - stop.Longitude) < 1e-4));
        }
    }

    [Fact]
    public void On_a_route_of_known_lengths_a_truck_drives_these_however_far_its_places_are_on_the_map()
    {
        var route = Route("D01-T01", 1, (53.6, 10.0), (53.65, 10.1));
        route = route with { Stops = [.. route.Stops.Select((stop, index) => stop with { LegKm = 20 + index })], DistanceKm = 71.5m };

        var driven = new Drive([route], new(1, Start)).Records().Select(Json).DistinctBy(one => one["event_id"]!.GetValue<string>()).ToList();

        Assert.Equal(71_500, driven.Sum(one => Number(one, "distance_m")), 50.0);
        Assert.Contains(driven, one => Math.Abs(Number(one, "latitude") - 53.65) < 1e-4 && Number(one, "speed_kmh") == 0);
    }

    [Fact]
    public void What_was_kept_in_a_radio_gap_comes_later_and_some_records_come_twice()
    {
        Assert.InRange(Day.Value.Count(record => record.SentAt - Time(record) > TimeSpan.FromMinutes(1)), 20, Day.Value.Count / 5);
        Assert.InRange(Day.Value.Count - Distinct().Count(), 10, Day.Value.Count / 10);
    }

    [Fact]
    public void Cargo_stays_cool_until_the_refrigerator_fails_and_then_warms_at_once()
    {
        var drive = new Drive(Routes(), new(1, Start) { FailuresPerMille = 1000 });
        var failures = drive.Failures().ToList();
        var events = drive.Records().Select(Json).ToList();

        // A route may be over before.
        Assert.InRange(failures.Count, 1, Routes().Count);
        foreach (var failure in failures)
        {
            var route = events.Where(one => one["route_id"]!.GetValue<string>() == failure.RouteId).ToList();
            double Cargo(int minutes) => Number(route.MinBy(one => Math.Abs((Time(one) - failure.At.AddMinutes(minutes)).TotalSeconds))!, "cargo_c");

            Assert.InRange(Cargo(-5), 3, 6);
            Assert.True(Cargo(10) > 8 || route.Max(Time) < failure.At.AddMinutes(10));
        }
    }

    [Fact]
    public void A_setting_that_makes_no_sense_is_named() =>
        Assert.Equal("rate", Assert.Throws<ArgumentOutOfRangeException>(() => new Drive([], new(1, Start) { GapsPerMille = -1 })).ParamName);

    private static Drive Drive(ulong seed) => new(Routes(), new(seed, Start) { GapsPerMille = 10 });

    /// <summary>Two trucks, the second with two tours.</summary>
    private static IReadOnlyList<Route> Routes() =>
        [Route("D01-T01", 1, (53.6, 10.0), (53.65, 10.1)), Route("D01-T02", 1, (53.5, 9.8)), Route("D01-T02", 2, (53.4, 10.0), (53.45, 10.2))];

    private static Route Route(string truck, int tour, params (double Latitude, double Longitude)[] stops)
    {
        var depot = new DepotSite("D01", 53.55, 9.99, 2, 1000, TimeSpan.FromHours(9));
        var places = stops.Prepend((depot.Latitude, depot.Longitude)).Append((depot.Latitude, depot.Longitude)).ToList();
        var metres = places.Zip(places.Skip(1), (from, to) => (long)RoadDistance.Metres(from.Latitude, from.Longitude, to.Latitude, to.Longitude)).Sum();

        return new(
            $"{truck}-{tour}",
            truck,
            tour,
            depot,
            [.. stops.Select((stop, index) => new RouteStop($"S{index}", stop.Latitude, stop.Longitude, 0, 0, []))],
            0,
            metres / 1000m,
            TimeSpan.FromHours(1));
    }

    private static IEnumerable<JsonObject> Distinct() => Day.Value.Select(Json).DistinctBy(one => one["event_id"]!.GetValue<string>());

    private static DateTimeOffset Time(TimedRecord record) => Time(Json(record));

    private static DateTimeOffset Time(JsonObject one) => one["recorded_at"]!.GetValue<DateTimeOffset>();

    private static double Number(JsonObject one, string member) => one[member]!.GetValue<double>();

    private static JsonObject Json(TimedRecord record) => JsonNode.Parse(record.Json.Span)!.AsObject();

    private static string Text(TimedRecord record) => $"{record.SentAt:O} {record.PartitionKey} {Encoding.UTF8.GetString(record.Json.Span)}";
}
