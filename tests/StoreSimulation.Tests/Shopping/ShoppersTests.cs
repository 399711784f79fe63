using System.Text;
using System.Text.Json.Nodes;
using Replenishment;
using StoreSimulation.Shopping;

namespace StoreSimulation.Tests.Shopping;

public sealed class ShoppersTests
{
    private static readonly IReadOnlyList<Reading> Readings =
    [
        .. new Simulation(new(Stores: 3, Products: 20, Days: 3, Seed: 1, new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero))
        {
            DirtyPerMille = 0,
        }).Readings().Select(reading => reading.Reading),
    ];

    private static readonly Lazy<List<TimedRecord>> Days = new(() => [.. new Shoppers(new(Seed: 1)).Records(Readings)]);

    [Fact]
    public void Sales_of_each_shelf_are_what_its_stock_fell_by()
    {
        var fell = Readings
            .DistinctBy(reading => reading.EventId)
            .GroupBy(reading => $"{reading.StoreId} /p/{reading.ProductId}")
            .ToDictionary(shelf => shelf.Key, shelf => Fall([.. shelf.OrderBy(reading => reading.RecordedAt)]));
        var sold = Distinct()
            .GroupBy(one => $"{one["store_id"]} {one["url"]}")
            .ToDictionary(page => page.Key, page => page.Sum(one => one["sales"]!.GetValue<long>()));

        Assert.All(fell, shelf => Assert.Equal(shelf.Value, sold.GetValueOrDefault(shelf.Key)));
        Assert.InRange(sold.Values.Sum(), 100, long.MaxValue);
    }

    [Fact]
    public void Nobody_buys_without_a_visit_and_most_visits_sell_nothing()
    {
        Assert.All(Distinct(), one => Assert.InRange(one["sales"]!.GetValue<long>(), 0, one["visits"]!.GetValue<long>()));
        var visits = Distinct().Sum(one => one["visits"]!.GetValue<long>());
        Assert.InRange((double)Distinct().Sum(one => one["sales"]!.GetValue<long>()) / visits, 0.05, 0.3);
    }

    [Fact]
    public void More_people_come_after_work_than_at_night()
    {
        var byHour = Distinct().GroupBy(one => one["occurred_at"]!.GetValue<DateTimeOffset>().Hour)
            .ToDictionary(hour => hour.Key, hour => hour.Sum(one => one["visits"]!.GetValue<long>()));

        Assert.True(byHour[18] > 5 * byHour.GetValueOrDefault(3));
    }

    [Fact]
    public void Records_are_sent_in_order_once_their_minute_is_over_and_are_the_same_each_time()
    {
        Assert.Equal(Days.Value.Select(record => record.SentAt).Order(), Days.Value.Select(record => record.SentAt));
        Assert.All(Days.Value, record => Assert.InRange(
            record.SentAt - JsonNode.Parse(record.Json.Span)!["occurred_at"]!.GetValue<DateTimeOffset>(), TimeSpan.Zero, TimeSpan.FromMinutes(1)));
        Assert.Equal(Days.Value.Select(Text), new Shoppers(new(Seed: 1)).Records(Readings).Select(Text));
    }

    private static long Fall(IReadOnlyList<Reading> shelf) =>
        shelf.Zip(shelf.Skip(1), (before, after) => Math.Max(0, before.OnHand!.Value - after.OnHand!.Value)).Sum();

    private static IEnumerable<JsonObject> Distinct() =>
        Days.Value.Select(record => JsonNode.Parse(record.Json.Span)!.AsObject()).DistinctBy(one => one["event_id"]!.GetValue<string>());

    private static string Text(TimedRecord record) => $"{record.SentAt:O} {record.PartitionKey} {Encoding.UTF8.GetString(record.Json.Span)}";
}
