using System.Security.Cryptography;
using System.Text.Json;
using Replenishment;

namespace StoreSimulation.Tests;

public class SimulationTests
{
    [Fact]
    public void The_same_seed_gives_the_same_bytes_on_every_machine()
    {
        var simulation = new Simulation(new(20, 30, 2, 7, Simulations.Midnight));

        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var reading in simulation.Readings())
        {
            digest.AppendData(JsonSerializer.SerializeToUtf8Bytes(reading.Reading, ReplenishmentJson.Wire.Reading));
        }

        Assert.Equal(
            "4b24ea1c5f2fdc4cf4eba420aca51bdb085ec9ae869ecd7a3cae8e035c44626f",
            Convert.ToHexStringLower(digest.GetHashAndReset()));
        Assert.Equal(simulation.Readings(), new Simulation(new(20, 30, 2, 7, Simulations.Midnight)).Readings());
    }

    [Fact]
    public void Another_seed_gives_other_readings_and_other_event_ids()
    {
        var seven = new Simulation(Simulations.Clean(seed: 7)).Readings().Select(reading => reading.Reading).ToList();
        var eight = new Simulation(Simulations.Clean(seed: 8)).Readings().Select(reading => reading.Reading).ToList();

        Assert.NotEqual(seven.Select(reading => reading.OnHand), eight.Select(reading => reading.OnHand));
        Assert.Equal(
            seven.Count + eight.Count, seven.Concat(eight).Select(reading => reading.EventId).Distinct().Count());
    }

    [Fact]
    public void Every_shelf_is_counted_four_times_a_day_and_arrives_by_the_end()
    {
        var shelves = new Simulation(Simulations.Clean()).Shelves().ToList();

        Assert.Equal(30 * 40, shelves.Count);
        Assert.All(shelves, shelf => Assert.Equal(12, shelf.Count));
        Assert.All(shelves.SelectMany(shelf => shelf), reading =>
        {
            Assert.InRange(reading.ArrivedAt - reading.Reading.RecordedAt!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(6));
            Assert.InRange(reading.ArrivedAt, Simulations.Midnight.AddDays(-3), Simulations.Midnight);
        });
    }

    [Fact]
    public void Stock_falls_by_sales_and_rises_by_whole_cases_in_the_morning()
    {
        foreach (var shelf in new Simulation(Simulations.Clean()).Shelves())
        {
            foreach (var (earlier, later) in shelf.Zip(shelf.Skip(1)))
            {
                var (before, after) = (earlier.Reading, later.Reading);

                Assert.InRange(after.OnHand!.Value, 0, after.ShelfCapacity!.Value);
                Assert.True(after.OnHand <= before.OnHand || later.ArrivedAt.Hour == 9, $"{before} then {after}");
            }
        }
    }

    [Theory]
    [InlineData(40, 60)]
    [InlineData(10, 400)]
    [InlineData(200, 20)]
    public void About_one_line_in_ten_is_low_at_the_end(int stores, int products)
    {
        var last = new Simulation(Simulations.Clean(stores, products)).Shelves().Select(shelf => shelf[^1].Reading).ToList();

        var low = last.Count(reading => reading.OnHand <= reading.ReorderPoint);

        Assert.InRange(100.0 * low / last.Count, 5, 20);
    }

    [Fact]
    public void More_sells_on_a_Saturday_than_on_a_Sunday()
    {
        // Friday the 20th begins at the end of three days; the week after holds both.
        var settings = Simulations.Clean(days: 7) with { End = Simulations.Midnight.AddDays(3) };
        var sold = new Simulation(settings).Shelves()
            .SelectMany(shelf => shelf.Zip(shelf.Skip(1)))
            .Where(pair => pair.Second.ArrivedAt.Hour != 9)
            .ToLookup(pair => pair.Second.ArrivedAt.DayOfWeek, pair => pair.First.Reading.OnHand - pair.Second.Reading.OnHand);

        Assert.InRange(
            (double)sold[DayOfWeek.Saturday].Sum()!.Value / sold[DayOfWeek.Sunday].Sum()!.Value, 1.8, 3);
    }

    [Fact]
    public void Hours_of_arrival_never_go_back()
    {
        var hours = new Simulation(Simulations.Clean() with { LatePerMille = 200, DuplicatesPerMille = 200 })
            .Readings()
            .Select(reading => reading.ArrivedAt.Ticks / TimeSpan.TicksPerHour)
            .ToList();

        Assert.Equal(hours.Order(), hours);
    }

    [Fact]
    public void Late_readings_arrive_hours_after_they_were_recorded()
    {
        var readings = new Simulation(Simulations.Clean() with { LatePerMille = 100 }).Readings().ToList();

        var late = readings.Count(reading => reading.ArrivedAt - reading.Reading.RecordedAt > TimeSpan.FromHours(3));

        Assert.Equal(30 * 40 * 12, readings.Count);
        Assert.InRange(late, readings.Count / 20, readings.Count / 8);
    }

    [Fact]
    public void A_duplicate_is_the_reading_itself_once_more()
    {
        var readings = new Simulation(Simulations.Clean() with { DuplicatesPerMille = 100 }).Readings().ToList();

        var twice = readings.GroupBy(reading => reading.Reading.EventId).Where(same => same.Count() == 2).ToList();

        Assert.InRange(twice.Count, readings.Count / 20, readings.Count / 8);
        Assert.All(twice, same => Assert.Single(same.Select(reading => reading.Reading).Distinct()));
    }

    [Fact]
    public void Every_kind_of_dirt_breaks_one_rule_of_the_query()
    {
        var readings = new Simulation(Simulations.Clean() with { DirtyPerMille = 50 }).Readings().ToList();

        var faults = readings.Select(reading => Fault(reading.Reading)).OfType<string>().Distinct().Order();

        Assert.Equal(
            [
                "a number is negative", "a number is null", "an id is blank", "case_size < 1", "recorded in the future",
                "reorder_point > target_level", "target_level > shelf_capacity",
            ],
            faults);
    }

    [Fact]
    public void Without_dirt_every_reading_is_clean() =>
        Assert.DoesNotContain(new Simulation(Simulations.Clean()).Readings(), reading => Fault(reading.Reading) is not null);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(25, 1)]
    [InlineData(26, 2)]
    [InlineData(1_000, 8)]
    public void Every_store_has_a_depot_nearby(int stores, int depots)
    {
        var simulation = new Simulation(Simulations.Clean(stores, products: 5));

        Assert.Equal(depots, simulation.Depots.Count);
        Assert.Equal(stores, simulation.Stores.Select(store => store.StoreId).Distinct().Count());
        Assert.All(simulation.Stores, store =>
        {
            var depot = simulation.Depots.Single(candidate => candidate.DepotId == store.DepotId);
            Assert.InRange(Math.Abs(store.Latitude - depot.Latitude), 0, 0.9001);
            Assert.InRange(Math.Abs(store.Longitude - depot.Longitude), 0, 1.4001);
        });
        Assert.All(simulation.Depots, depot => Assert.True(depot is { Trucks: >= 2, TruckVolumeL: >= 2_000 }));
    }

    [Fact]
    public void Unreadable_lines_are_no_readings() =>
        Assert.All(
            UnreadableLines.All,
            line => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(line, ReplenishmentJson.Wire.Reading)));

    [Fact]
    public void Senseless_settings_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>("Stores", () => new Simulation(Simulations.Clean(stores: 0)));

    private static string? Fault(Reading reading)
    {
        long?[] numbers =
            [reading.OnHand, reading.ReorderPoint, reading.TargetLevel, reading.ShelfCapacity, reading.CaseSize];
        string?[] ids = [reading.EventId, reading.StoreId, reading.ProductId];

        return ids.Any(string.IsNullOrWhiteSpace) ? "an id is blank"
            : numbers.Contains(null) || reading.UnitVolumeL is null || reading.RecordedAt is null ? "a number is null"
            : numbers.Any(number => number < 0) || reading.UnitVolumeL < 0 ? "a number is negative"
            : reading.CaseSize < 1 ? "case_size < 1"
            : reading.ReorderPoint > reading.TargetLevel ? "reorder_point > target_level"
            : reading.TargetLevel > reading.ShelfCapacity ? "target_level > shelf_capacity"
            : reading.RecordedAt > Simulations.Midnight ? "recorded in the future"
            : null;
    }
}
