using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Workflow;

namespace Lake.Tests.Questions;

public sealed class FeaturesTests
{
    private const string PriceList = "product_id,list_price_cents,floor_price_cents,ceiling_price_cents,shelf_life_days\n";

    private static readonly string Features = WorkflowFiles.Read(WorkflowFiles.Features);

    // The hour from 14:00 to 15:00; six recent hours begin at 9:00, three days at 15:00 three days before.
    private static readonly DateTime Hour = new(2026, 11, 20, 14, 0, 0);
    private static readonly DateTime End = Hour.AddHours(1);

    // 15 lakes of some 60 visits and 40 readings: some 60 shelves, each a case of its own.
    private static readonly Config Lakes = Config.QuickThrowOnFailure.WithMaxTest(15);

    [Fact]
    public async Task A_row_says_what_is_known_of_a_product_in_a_store()
    {
        using var lake = LakeWithPrices("P1,1000,700,1200,5");
        Put(lake, [Reading("e1", "P1", 30, End.AddDays(-2)), Reading("e2", "P1", 20, End.AddDays(-1)), Reading("e3", "P9", 7, Hour)]);
        Put(lake, [
            Visit("v1", "P1", End.AddDays(-1), 30, 3), Visit("v2", "P1", Hour, 20, 2),
            // Another page of the shop: half of the visits before, and five times as many as before in the recent hours.
            Visit("v3", "P9", End.AddDays(-1), 30, 0), Visit("v4", "P9", Hour, 100, 0),
        ]);

        var row = Assert.Single(await RowsAsync(lake));

        Assert.Equal(
            """{"store_id":"S0","product_id":"P1","on_hand":20,"demand_per_day":10,"visits_recent":20,"visits_expected":60,"sales_recent":2,"sales_expected":2,"list_price_cents":1000,"floor_price_cents":700,"ceiling_price_cents":1200,"shelf_life_days":5}""",
            row.ToJsonString());
    }

    [Fact]
    public async Task A_lake_without_a_price_list_prices_nothing()
    {
        using var lake = new TemporaryLake();
        Put(lake, [Reading("e1", "P1", 30, Hour)]);

        Assert.Empty(await RowsAsync(lake));
    }

    [Fact]
    public async Task A_lake_without_visits_knows_the_stock()
    {
        using var lake = LakeWithPrices("P1,1000,700,1200,");
        Put(lake, [Reading("e1", "P1", 30, Hour)]);

        var row = Assert.Single(await RowsAsync(lake));

        Assert.Equal((30, null, 0, null, 0), ((long)row["on_hand"]!, row["demand_per_day"], (long)row["visits_recent"]!, row["visits_expected"], (long)row["shelf_life_days"]!));
    }

    [Fact]
    public async Task A_product_that_is_listed_twice_has_one_price()
    {
        using var lake = new TemporaryLake();
        lake.Store.Put(new(TemporaryLake.Bucket, "price_list/both.csv"), Encoding.UTF8.GetBytes($"{PriceList}P1,1100,700,1200,5\nP1,1000,700,1200,5\n"));
        Put(lake, [Reading("e1", "P1", 30, Hour)]);

        Assert.Equal(1000, (long)Assert.Single(await RowsAsync(lake))["list_price_cents"]!);
    }

    [Fact]
    public void The_query_finds_what_plain_code_finds() =>
        Prop.ForAll(Any.ToArbitrary(), any => AgreeAsync(any.Readings, any.Visits).GetAwaiter().GetResult()).Check(Lakes);

    private static Gen<(List<Observed> Readings, List<Visited> Visits)> Any =>
        from readings in AnyReading.ListOf(40)
        from visits in AnyVisit.ListOf(60)
        select (readings.ToList(), visits.ToList());

    private static Gen<Observed> AnyReading =>
        from id in Gen.Choose(0, 25)
        from minutes in Gen.Choose(-4 * 24 * 60, 120)
        from product in Gen.Choose(0, 2)
        from store in Gen.Choose(0, 1)
        from onHand in Gen.Choose(-1, 30)
            // Whatever is sent twice is the same each time.
        select Reading($"e{id}-{minutes}-{product}-{store}-{onHand}", $"P{product}", onHand, End.AddMinutes(minutes), $"S{store}");

    private static Gen<Visited> AnyVisit =>
        from id in Gen.Choose(0, 30)
        from minutes in Gen.Choose(-4 * 24 * 60, 120)
        from product in Gen.Choose(0, 2)
        from store in Gen.Choose(0, 1)
        from visits in Gen.Choose(-1, 9)
        from twice in Gen.Choose(0, 3)
        select Visit($"v{id}-{minutes}-{product}-{store}-{visits}", $"P{product}", End.AddMinutes(minutes), visits, visits / 2, $"S{store}") with { Copies = twice == 0 ? 2 : 1 };

    private static async Task<bool> AgreeAsync(List<Observed> readings, List<Visited> visits)
    {
        using var lake = LakeWithPrices("P0,1000,700,1200,5\nP1,500,400,600,");
        Put(lake, readings);
        Put(lake, visits);

        var rows = await RowsAsync(lake);
        Assert.Equal(Expected(readings, visits), rows.Select(row => string.Join(' ', row.Where(member => !member.Key.EndsWith("cents", StringComparison.Ordinal)).Select(member => Text(member.Value)))));
        return true;
    }

    /// <summary>What features.sql says, step by step.</summary>
    private static IEnumerable<string> Expected(List<Observed> readings, List<Visited> visits)
    {
        var seen = visits.Where(visit => visit is { Visits: >= 0, Sales: >= 0 } && visit.At < End && visit.At >= End.AddDays(-3)).DistinctBy(visit => visit.EventId).ToList();
        return readings
            .Where(reading => reading.OnHand >= 0 && reading.RecordedAt < End && reading.Arrival.Date >= Hour.Date.AddDays(-3) && reading.Arrival.Date <= Hour.Date)
            .Where(reading => reading.ProductId is "P0" or "P1")
            .GroupBy(reading => (reading.StoreId, reading.ProductId))
            .OrderBy(shelf => shelf.Key.StoreId, StringComparer.Ordinal).ThenBy(shelf => shelf.Key.ProductId, StringComparer.Ordinal)
            .Select(shelf =>
            {
                var counts = shelf.OrderBy(reading => reading.RecordedAt).ThenBy(reading => reading.EventId, StringComparer.Ordinal).ToList();
                var days = (counts[^1].RecordedAt!.Value - counts[0].RecordedAt!.Value).TotalDays;
                var sold = counts.Zip(counts.Skip(1)).Sum(pair => Math.Max(0, pair.First.OnHand!.Value - pair.Second.OnHand!.Value));
                var (visitsRecent, visitsExpected) = Trend(seen, shelf.Key.StoreId!, shelf.Key.ProductId!, visit => visit.Visits);
                var (salesRecent, salesExpected) = Trend(seen, shelf.Key.StoreId!, shelf.Key.ProductId!, visit => visit.Sales);
                return $"{shelf.Key.StoreId} {shelf.Key.ProductId} {counts[^1].OnHand} {Text(days == 0 ? null : sold / days)} "
                    + $"{visitsRecent} {Text(visitsExpected)} {salesRecent} {Text(salesExpected)} {(shelf.Key.ProductId == "P0" ? 5 : 0)}";
            });
    }

    private static (long Recent, double? Expected) Trend(List<Visited> seen, string store, string product, Func<Visited, long> count)
    {
        var shop = seen.Where(visit => visit.StoreId == store).ToList();
        long Sum(bool recent, bool page) => shop.Where(visit => visit.At >= End.AddHours(-6) == recent && (!page || visit.ProductId == product)).Sum(count);
        return (Sum(recent: true, page: true), Sum(recent: false, page: false) is > 0 and var before
            ? (double)Sum(recent: true, page: false) * Sum(recent: false, page: true) / before
            : null);
    }

    private static string Text(JsonNode? value) => value is JsonValue number && number.GetValueKind() == System.Text.Json.JsonValueKind.Number
        ? Text(double.Parse(number.ToJsonString(), CultureInfo.InvariantCulture))
        : value?.ToString() ?? "-";

    private static string Text(double? number) => number is { } value
        ? (Math.Round(value * 1000, MidpointRounding.AwayFromZero) / 1000).ToString("0.###", CultureInfo.InvariantCulture)
        : "-";

    private static Task<IReadOnlyList<JsonObject>> RowsAsync(TemporaryLake lake)
    {
        var hour = $"'{Hour:yyyy-MM-dd HH:mm:ss}'";
        return lake.UnloadAsync(Features, hour, "3", hour, hour, hour, "3", hour, hour, hour, "3", hour, "6");
    }

    private static TemporaryLake LakeWithPrices(string rows)
    {
        var lake = new TemporaryLake();
        lake.LoadPrices($"{PriceList}{rows}\n");
        return lake;
    }

    private static Observed Reading(string id, string product, long onHand, DateTime at, string store = "S0") =>
        new(id, store, product, onHand, 5, 40, 60, 6, 1.5, at, at);

    private static Visited Visit(string id, string product, DateTime at, long visits, long sales, string store = "S0") => new(id, store, product, at, visits, sales);

    private static void Put(TemporaryLake lake, IEnumerable<Observed> readings)
    {
        foreach (var day in readings.GroupBy(reading => reading.Arrival.Date))
        {
            lake.Ingest(string.Join('\n', day.Select(reading => reading.Json)), at: new(day.Key.AddHours(1), TimeSpan.Zero));
        }
    }

    private static void Put(TemporaryLake lake, IEnumerable<Visited> visits)
    {
        foreach (var day in visits.GroupBy(visit => visit.At.Date))
        {
            lake.Ingest(string.Join('\n', day.SelectMany(visit => Enumerable.Repeat(visit.Json, visit.Copies))), "visits", new(day.Key.AddHours(1), TimeSpan.Zero));
        }
    }

    private sealed record Visited(string EventId, string StoreId, string ProductId, DateTime At, long Visits, long Sales)
    {
        public int Copies { get; init; } = 1;

        public string Json => new JsonObject
        {
            ["event_id"] = EventId,
            ["store_id"] = StoreId,
            ["url"] = $"/p/{ProductId}",
            ["product_id"] = ProductId,
            ["referrer"] = "search",
            ["occurred_at"] = At.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["visits"] = Visits,
            ["sales"] = Sales,
        }.ToJsonString();
    }
}
