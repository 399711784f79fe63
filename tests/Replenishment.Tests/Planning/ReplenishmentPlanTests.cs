using System.Text.Encodings.Web;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Replenishment.Planning;

namespace Replenishment.Tests.Planning;

public class ReplenishmentPlanTests
{
    [Fact]
    public void A_delivery_carries_all_that_a_truck_needs()
    {
        var plan = ReplenishmentPlan.For(Shortage.Request(Shortage.Row("S1", Shortage.Line())));

        var entry = Assert.Single(Assert.Single(plan.ToResult().Batches).Entries);
        Assert.Equal("0", entry.Id);
        Assert.Equal(
            """{"delivery_id":"edffc3e46c78fd2da6a0c7692e8b90fd","""
            + $$"""
            "execution_id":"{{Shortage.Execution}}","store_id":"S1","region":"north","depot_id":"D01",
            "latitude":53.6,"longitude":10.1,"depot_latitude":53.55,"depot_longitude":9.99,"depot_trucks":3,
            "truck_volume_l":8000,"route_hours":9,"priority":2,"lines":[{"order_key":"S1|P1|2026-11-20T09:15:00.000Z",
            "product_id":"P1","quantity":24,"cases":4,"volume_l":12,"days_of_cover":2}],"volume_l":12,
            "requested_at":"2026-11-20T12:00:00.000Z"}
            """.ReplaceLineEndings(""),
            entry.MessageBody);
    }

    [Theory]
    [InlineData("""[{"product_id":"P1",""", "]")]
    [InlineData("""
        "[{\"product_id\":\"P1\",
        """, "]\"")]
    public void Lines_come_as_an_array_or_as_json_text(string start, string end)
    {
        const string Rest = """
            "on_hand":4,"in_transit":0,"reorder_point":6,"target_level":24,"shelf_capacity":36,"case_size":6,
            "unit_volume_l":0.5,"demand_per_day":null,"days_of_cover":null,"recorded_at":"2026-11-20T09:15:00.000Z"}
            """;
        var rest = Rest.ReplaceLineEndings("");
        var json = $$"""
            {"BatchInput":{"execution_id":"e","requested_at":"2026-11-20T12:00:00.123Z"},
             "Items":[{"store_id":"S1","part":0,"region":"north","depot_id":"D01","latitude":53.6,"longitude":10.1,
             "depot_latitude":53.55,"depot_longitude":9.99,"depot_trucks":"3","truck_volume_l":8000.0,
             "lines":{{start}}{{(end.Length == 1 ? rest : rest.Replace("\"", "\\\"", StringComparison.Ordinal))}}{{end}}}]}
            """;

        var request = JsonSerializer.Deserialize(json, ReplenishmentJson.Wire.PlanRequest)!;
        var delivery = Assert.Single(ReplenishmentPlan.For(request).Deliveries);

        Assert.Equal(24, Assert.Single(delivery.Lines).Quantity);
        Assert.Equal(9, delivery.Priority);
    }

    [Fact]
    public void Refused_lines_are_named_and_counted_and_harm_no_neighbour()
    {
        var full = Shortage.Line("full") with { OnHand = 20, ShelfCapacity = 24 };
        var plan = ReplenishmentPlan.For(Shortage.Request(
            Shortage.Row("S1", full, Shortage.Line("fine"), Shortage.Line("huge") with { UnitVolumeL = 1e300 }),
            Shortage.Row("S2", Shortage.Line()) with { DepotId = null },
            Shortage.Row("S3", Shortage.Line()) with { DepotTrucks = null },
            Shortage.Row("S4", Shortage.Line()) with { TruckVolumeL = 0 },
            Shortage.Row("S5", Shortage.Line() with { TargetLevel = 1L << 40, ShelfCapacity = 1L << 40 }),
            Shortage.Row("S6", Shortage.Line(new string('p', 300))),
            Shortage.Row("S7", Shortage.Line()) with { RouteHours = 0 }));

        Assert.Equal("fine", Assert.Single(Assert.Single(plan.Deliveries).Lines).ProductId);
        Assert.Equal(
            [
                "S1 full no_case_fits", "S1 huge case_exceeds_truck", "S2 P1 unknown_store", "S3 P1 unknown_depot",
                "S4 P1 depot_without_trucks", "S5 P1 implausible_quantity", $"S6 {new string('p', 300)} id_too_long",
                "S7 P1 depot_without_time",
            ],
            plan.Refused.Select(line => $"{line.StoreId} {line.ProductId} {line.Reason}"));
        Assert.Equal(
            """
            {"deliveries":1,"lines":1,"units":24,"volume_l":12}
            """,
            JsonSerializer.Serialize(plan.ToResult().Planned, ReplenishmentJson.Wire.PlannedTotals));
        Assert.Equal(1, plan.ToResult().Rejected["no_case_fits"]);
    }

    public static TheoryData<string, StoreShortages, string> Limits
    {
        get
        {
            var store = Shortage.Row("S1", Shortage.Line());
            var line = Shortage.Line() with { OnHand = 0, CaseSize = 1 };
            var large = line with { ShelfCapacity = 20_000_000, UnitVolumeL = 0 };
            return new()
            {
                { "a store without a depot", store with { DepotId = null }, "unknown_store" },
                { "a store without a latitude", store with { Latitude = null }, "unknown_store" },
                { "a store without a longitude", store with { Longitude = null }, "unknown_store" },
                { "a depot without a latitude", store with { DepotLatitude = null }, "unknown_depot" },
                { "a depot without a longitude", store with { DepotLongitude = null }, "unknown_depot" },
                { "a depot without a number of trucks", store with { DepotTrucks = null }, "unknown_depot" },
                { "a depot whose trucks have no volume", store with { TruckVolumeL = null }, "unknown_depot" },
                { "no truck", store with { DepotTrucks = 0 }, "depot_without_trucks" },
                { "one truck", store with { DepotTrucks = 1 }, "24 units" },
                { "the largest truck", store with { TruckVolumeL = 1e12 }, "24 units" },
                { "a truck larger than the largest", store with { TruckVolumeL = 1.001e12 }, "depot_without_trucks" },
                { "an id of the store of 200 bytes", store with { StoreId = new('s', 200) }, "24 units" },
                { "an id of the store of 202 bytes in 101 characters", store with { StoreId = new('é', 101) }, "id_too_long" },
                { "an id of the product of 200 bytes", Shortage.Row("S1", Shortage.Line(new('p', 200))), "24 units" },
                { "an id of the product of 201 bytes", Shortage.Row("S1", Shortage.Line(new('p', 201))), "id_too_long" },
                { "a case that fills the truck", Shortage.Row("S1", line with { TargetLevel = 1, UnitVolumeL = 8_000 }), "1 units" },
                { "a case larger than the truck", Shortage.Row("S1", line with { TargetLevel = 1, UnitVolumeL = 8_000.5 }), "case_exceeds_truck" },
                {
                    "a case larger by less than a millilitre",
                    Shortage.Row("S1", line with { TargetLevel = 4, UnitVolumeL = 8_000.0004 }) with { TruckVolumeL = 8_000.0004 },
                    "case_exceeds_truck"
                },
                { "a line that fills 100 trucks", store with { Lines = Lines(line with { TargetLevel = 100, ShelfCapacity = 100, UnitVolumeL = 8_000 }) }, "100 units" },
                { "a line of 101 truck loads", store with { Lines = Lines(line with { TargetLevel = 101, ShelfCapacity = 101, UnitVolumeL = 8_000 }) }, "implausible_quantity" },
                { "10 million units of no volume", store with { Lines = Lines(large with { TargetLevel = 10_000_000 }) }, "10000000 units" },
                { "10,000,002 units of no volume, in cases of 6", store with { Lines = Lines(large with { TargetLevel = 10_000_001, CaseSize = 6 }) }, "implausible_quantity" },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public void A_line_is_planned_up_to_each_limit_and_refused_beyond_it(string what, StoreShortages row, string expected)
    {
        var plan = ReplenishmentPlan.For(Shortage.Request(row));

        var outcome = plan.Refused.Select(line => line.Reason)
            .Concat(plan.Deliveries.SelectMany(delivery => delivery.Lines).Select(line => $"{line.Quantity} units"));
        Assert.Equal($"{what}: {expected}", $"{what}: {Assert.Single(outcome)}");
    }

    [Theory]
    [InlineData(5.5, 5.5)]
    [InlineData(null, 9)]
    public void A_route_takes_the_hours_of_its_depot_or_else_nine(double? given, double expected) =>
        Assert.Equal(
            expected,
            Assert.Single(ReplenishmentPlan.For(Shortage.Request(Shortage.Row("S1", Shortage.Line()) with { RouteHours = given })).Deliveries).RouteHours);

    [Fact]
    public void Totals_add_up_all_lines_of_all_stores()
    {
        var plan = ReplenishmentPlan.For(Shortage.Request(
            Shortage.Row("S1", Shortage.Line("P1"), Shortage.Line("P2") with { OnHand = 10 }), Shortage.Row("S2", Shortage.Line("P1"))));

        Assert.Equal(new PlannedTotals(2, 3, 24 + 18 + 24, 33), plan.ToResult().Planned);
    }

    [Fact]
    public void Lines_that_no_store_can_hold_together_are_refused_from_the_largest_on()
    {
        // Three trucks each: 33 of them and the small one fill 99 trucks and a little, one more would pass 100.
        var large = Enumerable.Range(10, 40).Select(product => Shortage.Line($"P{product}") with { UnitVolumeL = 1_000 });
        var urgent = Shortage.Line("urgent") with { OnHand = 0, UnitVolumeL = 1_001 };
        var plan = ReplenishmentPlan.For(Shortage.Request(
            Shortage.Row("S1", [urgent, .. large, Shortage.Line("small")]), Shortage.Row("S2", Shortage.Line())));

        Assert.Equal(["S1", "S2"], plan.Deliveries.Select(delivery => delivery.StoreId));
        var delivery = plan.Deliveries[0];
        Assert.Equal([.. Enumerable.Range(10, 33).Select(product => $"P{product}"), "small"], delivery.Lines.Select(line => line.ProductId));
        Assert.Equal((33 * 24_000) + 12, delivery.VolumeL);
        Assert.Equal(2, delivery.Priority);
        Assert.Equal(
            [.. Enumerable.Range(43, 7).Select(product => $"S1 P{product} implausible_quantity"), "S1 urgent implausible_quantity"],
            plan.Refused.Select(line => $"{line.StoreId} {line.ProductId} {line.Reason}"));
    }

    public static TheoryData<string, string> BadItems => new()
    {
        {
            """{"store_id":" ","part":0,"lines":[]}""",
            "Item 0 names no store. Deploy low-stock.sql and this function from one release."
        },
        {
            """{"store_id":"S1","part":null,"lines":[]}""",
            "Store S1 has no part of 0 or more. Deploy low-stock.sql and this function from one release."
        },
        {
            """{"store_id":"S1","part":0,"lines":7}""",
            "The lines of store S1, part 0, cannot be read: They are neither an array nor JSON text. "
            + "Deploy low-stock.sql and this function from one release."
        },
        {
            """{"store_id":"S1","part":0,"lines":[{"product_id":"P1","on_hand":1,"in_transit":0,"reorder_point":2,"target_level":3,"shelf_capacity":4,"case_size":0,"unit_volume_l":1,"recorded_at":"2026-11-20T09:15:00.000Z"}]}""",
            "Store S1, product P1: the line has case_size 0, less than 1, and no clean reading does. "
            + "Deploy low-stock.sql and this function from one release."
        },
        {
            """{"store_id":"S1","part":0,"lines":[{"product_id":"P1","on_hand":1,"in_transit":0,"reorder_point":2,"target_level":9,"shelf_capacity":4,"case_size":1,"unit_volume_l":1,"recorded_at":"2026-11-20T09:15:00.000Z"}]}""",
            "Store S1, product P1: the line has target_level 9, more than shelf_capacity 4, and no clean reading does. "
            + "Deploy low-stock.sql and this function from one release."
        },
    };

    [Theory]
    [InlineData("null", "", "is null")]
    [InlineData("product", " ", "names no product")]
    [InlineData("on_hand", "P1", "has on_hand -1, less than 0")]
    [InlineData("in_transit", "P1", "has in_transit -1, less than 0")]
    [InlineData("unit_volume_l", "P1", "has a unit_volume_l less than 0")]
    public void A_line_that_no_query_yields_fails_the_plan_and_is_named(string wrong, string product, string fault)
    {
        var line = Shortage.Line();
        var row = Shortage.Row("S1", wrong switch
        {
            "null" => null!,
            "product" => line with { ProductId = " " },
            "on_hand" => line with { OnHand = -1 },
            "in_transit" => line with { InTransit = -1 },
            _ => line with { UnitVolumeL = -0.001 },
        });

        var problem = Assert.Throws<InvalidShortageException>(() => ReplenishmentPlan.For(Shortage.Request(row)));

        Assert.Equal(
            $"Store S1, product {product}: the line {fault}, and no clean reading does. Deploy low-stock.sql and this function from one release.",
            problem.Message);
    }

    [Fact]
    public void Lines_that_are_the_text_null_are_none()
    {
        var row = Shortage.Row("S1") with { Lines = JsonSerializer.SerializeToElement("null", JsonSerializerOptions.Default) };

        Assert.Empty(ReplenishmentPlan.For(Shortage.Request(row)).Deliveries);
    }

    [Theory]
    [MemberData(nameof(BadItems))]
    public void An_item_that_no_query_yields_fails_the_plan_and_is_named(string item, string expected)
    {
        var row = JsonSerializer.Deserialize(item, ReplenishmentJson.Wire.StoreShortages)!;

        var problem = Assert.Throws<InvalidShortageException>(() => ReplenishmentPlan.For(Shortage.Request(row)));

        Assert.Equal(expected, problem.Message);
    }

    [Fact]
    public void The_same_shortage_is_the_same_delivery_and_another_part_is_another()
    {
        var row = Shortage.Row("S1", Shortage.Line());
        var plan = ReplenishmentPlan.For(Shortage.Request(row, row with { Part = 1 }, row));

        Assert.Equal(plan.Deliveries[0].DeliveryId, plan.Deliveries[2].DeliveryId);
        Assert.NotEqual(plan.Deliveries[0].DeliveryId, plan.Deliveries[1].DeliveryId);
    }

    [Fact]
    public void A_bar_within_an_id_never_makes_two_orders_one() =>
        Assert.NotEqual(OrderKey.Of("a|b", "c", Shortage.Noon), OrderKey.Of("a", "b|c", Shortage.Noon));

    [Fact]
    public void Every_line_is_delivered_once_or_refused_once() =>
        Prop.ForAll(Shortage.AnyLine().ListOf().ListOf().ToArbitrary(), stores =>
        {
            var request = Shortage.Request(
                [.. stores.Select((lines, index) => Shortage.Row($"S{index}", [.. lines]))]);
            var plan = ReplenishmentPlan.For(request);
            var result = plan.ToResult();

            var asked = stores.SelectMany((lines, index) => lines.Select(line => $"S{index} {line.ProductId}"));
            var answered = plan.Deliveries
                .SelectMany(delivery => delivery.Lines.Select(line => $"{delivery.StoreId} {line.ProductId}"))
                .Concat(plan.Refused.Select(line => $"{line.StoreId} {line.ProductId}"));

            return asked.Order().SequenceEqual(answered.Order())
                && plan.Deliveries.All(delivery => delivery.Lines.All(line => line.Quantity > 0 && line.VolumeL >= 0))
                && result.Batches.All(batch => batch.Entries.Count is > 0 and <= 10)
                && result.Batches.Sum(batch => batch.Entries.Count) == plan.Deliveries.Count;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1, 200)]
    [InlineData(1, 5)]
    [InlineData(400, 5)]
    public void A_full_input_of_128_KiB_yields_an_output_that_a_state_passes_on(int linesPerStore, int idLength)
    {
        var items = new List<StoreShortages>();
        int Size() => JsonSerializer.SerializeToUtf8Bytes(
            Shortage.Request([.. items.Select(AsText)]), ReplenishmentJson.Wire.PlanRequest).Length;
        while (Size() is < 120 * 1024)
        {
            items.Add(Shortage.Row(
                $"{items.Count}".PadLeft(idLength, 'S'),
                [.. Enumerable.Range(0, linesPerStore).Select(line => Shortage.Line($"P{line:00000}") with
                {
                    DaysOfCover = 1.2345678901234567,
                    DemandPerDay = 12.345678901234567,
                })]));
        }

        var request = Shortage.Request([.. items.Select(AsText)]);
        var output = JsonSerializer.SerializeToUtf8Bytes(
            ReplenishmentPlan.For(request).ToResult(), ReplenishmentJson.Wire.PlanResult);

        Assert.InRange(output.Length, 1, 256 * 1024);
    }

    [Fact]
    public void A_plan_that_outgrows_a_state_says_what_to_lower()
    {
        var lines = Enumerable.Range(0, 2_000).Select(line => Shortage.Line($"P{line}")).ToList();

        var problem = Assert.Throws<InvalidShortageException>(
            () => ReplenishmentPlan.For(Shortage.Request(Shortage.Row("S1", lines))).ToResult());

        Assert.Equal(
            "The messages of this plan are 284258 bytes, and a state passes on 260096 at most: "
            + "lower MaxInputBytesPerBatch in store-planning.asl.json.",
            problem.Message);
    }

    [Fact]
    public void The_size_of_a_plan_is_that_of_its_messages_as_text_within_the_output()
    {
        var lines = Enumerable.Range(0, 1_900).Select(line => Shortage.Line($"""\{line}\"é" """)).ToList();
        var plan = ReplenishmentPlan.For(Shortage.Request(Shortage.Row("S1", lines)));
        var body = JsonSerializer.Serialize(Assert.Single(plan.Deliveries), ReplenishmentJson.Wire.DeliveryRequest);
        var size = JsonEncodedText.Encode(body, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.Length
            + """{"Id":"0","MessageBody":""},""".Length;

        var problem = Assert.Throws<InvalidShortageException>(() => plan.ToResult());

        Assert.StartsWith($"The messages of this plan are {size} bytes,", problem.Message);
    }

    private static JsonElement Lines(params IReadOnlyList<ShortLine> lines) => Shortage.Row("", lines).Lines;

    /// <summary>The lines as a row read from Parquet has them.</summary>
    private static StoreShortages AsText(StoreShortages row) =>
        row with { Lines = JsonSerializer.SerializeToElement(row.Lines.GetRawText(), JsonSerializerOptions.Default) };
}
