using FsCheck;
using FsCheck.Fluent;

namespace Lake.Tests.Questions;

/// <summary>A few days of readings and dispatches, and a question about them.</summary>
internal sealed record SomeDays(Asked Asked, Observed[] Readings, OnTheRoad[] Road)
{
    public override string ToString() =>
        string.Join('\n', [$"{Asked}", .. Readings.Select(reading => $"{reading.Arrival:s} {reading.Json}"), .. Road.Select(goods => goods.Json)]);
}

/// <summary>
/// Days on which much goes wrong: few values, so that times tie and stock stands still; records sent twice; readings
/// that come late, from the future or broken; stores nobody knows.
/// </summary>
internal static class RandomDays
{
    private const int Products = 6;

    private static readonly DateTime Noon = new(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc);

    private static readonly string[] Blank = ["", "  ", "\t\n"];

    private static readonly Func<Observed, Observed>[] Faults =
    [
        reading => reading with { EventId = null },
        reading => reading with { EventId = Blank[1] },
        reading => reading with { StoreId = Blank[0] },
        reading => reading with { ProductId = Blank[2] },
        reading => reading with { OnHand = -1 },
        reading => reading with { OnHand = null },
        reading => reading with { ReorderPoint = null },
        reading => reading with { ReorderPoint = -3 },
        reading => reading with { TargetLevel = -1 },
        reading => reading with { TargetLevel = reading.ReorderPoint - 1 },
        reading => reading with { ShelfCapacity = reading.TargetLevel - 1 },
        reading => reading with { CaseSize = 0 },
        reading => reading with { UnitVolumeL = -0.5 },
        reading => reading with { UnitVolumeL = null },
        reading => reading with { RecordedAt = null },
        reading => reading with { RecordedAt = Noon.AddHours(12) },
        reading => reading with { RecordedAt = Noon.AddYears(1) },
    ];

    public static IReadOnlySet<string> KnownStores { get; } = new HashSet<string>(StringComparer.Ordinal) { "S0", "S1", "S2", "S3", "S4", "S5" };

    public static Arbitrary<SomeDays> Arbitrary { get; } = Arb.From(
        from asked in Asked
        from readings in Gen.Choose(0, 250).SelectMany(count => Gen.ArrayOf(Reading, count))
        from twice in Gen.Choose(0, 40).SelectMany(count => Gen.ArrayOf(Gen.Choose(0, 1_000_000), count))
        from road in Gen.Choose(0, 60).SelectMany(count => Gen.ArrayOf(Goods, count))
        select new SomeDays(asked, Resend(Numbered(readings), twice), road));

    private static Gen<Asked> Asked =>
        from lookback in Gen.Choose(0, 3)
        from transit in Gen.Choose(0, 3)
        select new Asked(new(2026, 11, 20), lookback, transit);

    private static Gen<Observed> Reading =>
        from store in Gen.Choose(0, KnownStores.Count)
        from product in Gen.Choose(0, Products - 1)
        from hoursAgo in Gen.Choose(-14, 96)
        from lateBy in Gen.Frequency((8, Gen.Constant(0)), (2, Gen.Choose(1, 60)))
        from milliseconds in Gen.Elements(0, 0, 0, 7, 999)
        from onHand in Gen.Choose(0, 30)
        from reorderPoint in Gen.Elements(0, 8, 12, 20)
        from target in Gen.Elements(20, 40)
        from capacity in Gen.Elements(40, 60)
        from caseSize in Gen.Elements(1, 6, 12)
        from volume in Gen.Elements(0, 0.35, 1.25, 18)
        from fault in Gen.Frequency((17, Gen.Constant(-1)), (3, Gen.Choose(0, Faults.Length - 1)))
        let recorded = Noon.AddHours(-hoursAgo).AddMilliseconds(milliseconds)
        let clean = new Observed(
            "", $"S{store}", $"P{product}", onHand, reorderPoint, target, capacity, caseSize, volume, recorded, HalfDay(recorded.AddHours(lateBy)))
        select fault < 0 ? clean : Faults[fault](clean);

    private static Gen<OnTheRoad> Goods =>
        from key in Gen.Choose(0, 40)
        let store = $"S{key % KnownStores.Count}"
        let product = $"P{key % Products}"
        // An order has one content, however often its record is sent.
        select new OnTheRoad($"order {key}", store, product, 1 + (key * 7 % 10), Noon.AddHours(-(key % 7 * 23)));

    /// <summary>Ids in no order of time, so that a tie is broken by the id and not by the order of arrival.</summary>
    private static Observed[] Numbered(Observed[] readings) =>
        [.. readings.Select((reading, i) => reading.EventId == "" ? reading with { EventId = $"e{i * 7919 % 1009:d4}-{i}" } : reading)];

    /// <summary>Few hours of arrival are few files, and quicker tests.</summary>
    private static DateTime HalfDay(DateTime time) => time.Date.AddHours(time.Hour < 12 ? 0 : 12);

    private static Observed[] Resend(Observed[] readings, int[] which) => readings.Length == 0 ? readings :
    [
        .. readings,
        .. which.Select(i => readings[i % readings.Length]).Select((reading, i) => reading with { Arrival = HalfDay(reading.Arrival.AddHours(i)) }),
    ];
}
