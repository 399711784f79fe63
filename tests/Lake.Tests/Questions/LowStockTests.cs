using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Lake.Firehose;
using Workflow;

namespace Lake.Tests.Questions;

public sealed class LowStockTests
{
    private static readonly string LowStock = WorkflowFiles.Read(WorkflowFiles.LowStock);
    private static readonly string DirtyReadings = WorkflowFiles.Read(WorkflowFiles.DirtyReadings);

    // A state's payload has no \u0022 for a quote.
    private static readonly JsonSerializerOptions AsSent = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // 15 lakes of 36 shelves: some 500 shelves, each a case of its own.
    private static readonly Config Lakes = Config.QuickThrowOnFailure.WithMaxTest(15);

    [Fact]
    public void The_query_finds_the_lines_that_plain_code_finds() =>
        Prop.ForAll(RandomDays.Arbitrary, days => AgreeAsync(days).GetAwaiter().GetResult()).Check(Lakes);

    [Fact]
    public async Task Every_line_of_a_store_is_in_one_of_its_parts()
    {
        using var lake = LakeWithStores();
        var readings = Enumerable.Range(0, 901).Select(i => Clean($"P{i:d4}", onHand: i % 10)).ToArray();
        Fill(lake, readings, []);

        var rows = await lake.UnloadAsync(LowStock, new Asked(new(2026, 11, 20), 2, 2).LowStockParameters);

        Assert.Equal(
            ["S0 0 400", "S0 1 400", "S0 2 101"],
            rows.Select(row => $"{row["store_id"]} {row["part"]} {Lines(row).Count}"));
        Assert.Equal(901, rows.SelectMany(Lines).Select(line => (string)line!["product_id"]!).Distinct().Count());
        Assert.All(rows, row => Assert.InRange(Encoding.UTF8.GetByteCount(row.ToJsonString(AsSent)), 1, 128 << 10));
    }

    [Fact]
    public async Task A_row_carries_what_the_planner_needs()
    {
        using var lake = LakeWithStores();
        Fill(
            lake,
            [Clean("P1", onHand: 10) with { EventId = "e0", RecordedAt = new(2026, 11, 19, 9, 0, 0, 500) }, Clean("P1", onHand: 4)],
            [new("o1", "S0", "P1", 6, new(2026, 11, 20, 8, 0, 0))]);

        var row = Assert.Single(await lake.UnloadAsync(LowStock, new Asked(new(2026, 11, 20), 2, 2).LowStockParameters));

        Assert.Equal(
            """
            {"store_id":"S0","part":0,"region":"North","depot_id":"D1","latitude":50.5,"longitude":10.25,"depot_latitude":50,"depot_longitude":10,"depot_trucks":4,"truck_volume_l":20000,"route_hours":9,"lines":"[{'product_id':'P1','on_hand':4,'in_transit':6,'reorder_point':12,'target_level':40,'shelf_capacity':60,'case_size':6,'unit_volume_l':1.25,'demand_per_day':6.0,'days_of_cover':0.667,'recorded_at':'2026-11-20T09:00:00.500Z'}]"}
            """,
            row.ToJsonString().Replace("\\u0022", "'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("S0,Zero,North,D1,50.5,10.25", "S0,Zero again,South,D2,60.5,1.25")]
    [InlineData("S0,Zero again,South,D2,60.5,1.25", "S0,Zero,North,D1,50.5,10.25")]
    public async Task A_store_or_depot_that_is_listed_twice_counts_once_and_as_one_of_its_rows(string one, string other)
    {
        using var lake = LakeWithStores();
        Put(lake, "stores", $"store_id,name,region,depot_id,latitude,longitude\n{one}\n{other}\n");
        Put(lake, "depots", "depot_id,name,latitude,longitude,trucks,truck_volume_l,route_hours\nD1,B,50,11,1,30000,2\nD1,A,50,10,4,20000,9\nD2,C,1,2,3,4,5\n");
        Fill(lake, [Clean("P1", onHand: 4)], []);
        var asked = new Asked(new(2026, 11, 20), 2, 2);

        var row = Assert.Single(await lake.UnloadAsync(LowStock, asked.LowStockParameters));

        Assert.Equal(
            "S0 North D1 50.5 10.25, 50 10 4 20000 9, 1 line",
            $"{row["store_id"]} {row["region"]} {row["depot_id"]} {row["latitude"]} {row["longitude"]}, {row["depot_latitude"]} {row["depot_longitude"]} "
            + $"{row["depot_trucks"]} {row["truck_volume_l"]} {row["route_hours"]}, {Lines(row).Count} line");
        Assert.Equal("\"reason\",\"name\",\"readings\"\n", await lake.CsvAsync(DirtyReadings, asked.DirtyReadingsParameters));
    }

    [Fact]
    public async Task Readings_of_an_unknown_store_or_depot_are_counted_by_its_name()
    {
        using var lake = LakeWithStores();
        Put(lake, "stores", "store_id,name,region,depot_id,latitude,longitude\nS0,Zero,North,D8,50.5,10.25\nS1,One,North,D9,50.5,10.25\n");
        var reading = Clean("P1", onHand: 4);
        Fill(
            lake,
            [
                reading with { EventId = "e0" }, reading with { EventId = "e1" }, reading with { EventId = "e2", StoreId = "S1" },
                reading with { EventId = "e3", StoreId = "S2" }, reading with { EventId = "e4", StoreId = "S2", OnHand = -1 },
            ],
            []);
        var asked = new Asked(new(2026, 11, 20), 2, 2);

        Assert.Empty(await lake.UnloadAsync(LowStock, asked.LowStockParameters));
        Assert.Equal(
            """
            "reason","name","readings"
            "depot of the store is unknown","D8","2"
            "depot of the store is unknown","D9","1"
            "on_hand is null or negative",,"1"
            "store is unknown","S2","1"

            """.ReplaceLineEndings("\n"),
            await lake.CsvAsync(DirtyReadings, asked.DirtyReadingsParameters));
    }

    private static async Task<bool> AgreeAsync(SomeDays days)
    {
        using var lake = LakeWithStores();
        Fill(lake, days.Readings, days.Road);

        var rows = await lake.UnloadAsync(LowStock, days.Asked.LowStockParameters);
        Assert.Equal(
            Oracle.LowLines(days.Asked, days.Readings, days.Road, RandomDays.KnownStores),
            rows.SelectMany(row => Lines(row).Select(line => Text((string)row["store_id"]!, line!))));

        var dirty = (await lake.CsvAsync(DirtyReadings, days.Asked.DirtyReadingsParameters)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            Oracle.Dirty(days.Asked, days.Readings, RandomDays.KnownStores),
            dirty.Skip(1).Select(line => line.Replace("\"", "", StringComparison.Ordinal)));
        return true;
    }

    private static void Put(TemporaryLake lake, string table, string csv) =>
        lake.Store.Put(new(TemporaryLake.Bucket, $"{table}/{table}.csv"), Encoding.UTF8.GetBytes(csv));

    private static TemporaryLake LakeWithStores()
    {
        var lake = new TemporaryLake();
        lake.LoadDepots("depot_id,name,latitude,longitude,trucks,truck_volume_l\nD1,Depot,50,10,4,20000");
        lake.LoadStores(
            $"store_id,name,region,depot_id,latitude,longitude\n{string.Join('\n', RandomDays.KnownStores.Select(store => $"{store},Store,North,D1,50.5,10.25"))}");
        return lake;
    }

    private static void Fill(TemporaryLake lake, Observed[] readings, OnTheRoad[] road)
    {
        var readingResult = lake.Stream("inventory").Ingest(readings
            .OrderBy(reading => reading.Arrival)
            .Select(reading => new ArrivedLines(new(reading.Arrival, TimeSpan.Zero), Encoding.UTF8.GetBytes(reading.Json))));
        var roadResult = lake.Stream("dispatches").Ingest(road
            .OrderBy(goods => goods.DispatchedAt)
            .Select(goods => new ArrivedLines(new(goods.DispatchedAt, TimeSpan.Zero), Encoding.UTF8.GetBytes(goods.Json))));
        Assert.Equal((readings.Length, road.Length), (readingResult.Written, roadResult.Written));
    }

    private static Observed Clean(string product, long onHand) => new(
        $"e-{product}", "S0", product, onHand, 12, 40, 60, 6, 1.25, new(2026, 11, 20, 9, 0, 0, 500), new(2026, 11, 20, 9, 1, 0));

    private static JsonArray Lines(JsonObject row) => JsonNode.Parse((string)row["lines"]!)!.AsArray();

    private static string Text(string store, JsonNode line) => string.Join(
        ' ',
        store,
        line["product_id"],
        line["on_hand"],
        line["in_transit"],
        line["reorder_point"],
        line["target_level"],
        line["shelf_capacity"],
        line["case_size"],
        Oracle.Number((double?)line["unit_volume_l"]),
        Oracle.Number((double?)line["demand_per_day"]),
        Oracle.Number((double?)line["days_of_cover"]),
        line["recorded_at"]);
}
