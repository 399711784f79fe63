using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Replenishment.Planning;

namespace Replenishment.Tests.Planning;

/// <summary>Rows of low-stock.sql; a test states what it is about.</summary>
internal static class Shortage
{
    public const string Execution = "arn:aws:states:eu-central-1:123456789012:execution:store-planning:monday";

    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public static ShortLine Line(string product = "P1") => new()
    {
        ProductId = product,
        OnHand = 4,
        InTransit = 0,
        ReorderPoint = 6,
        TargetLevel = 24,
        ShelfCapacity = 36,
        CaseSize = 6,
        UnitVolumeL = 0.5,
        DemandPerDay = 2,
        DaysOfCover = 2,
        RecordedAt = new(2026, 11, 20, 9, 15, 0, TimeSpan.Zero),
    };

    public static StoreShortages Row(string store, params IReadOnlyList<ShortLine> lines) => new(
        store, 0, "north", "D01", 53.6, 10.1, 53.55, 9.99, 3, 8_000, 9,
        JsonSerializer.SerializeToElement(lines, ReplenishmentJson.Wire.IReadOnlyListShortLine));

    public static PlanRequest Request(params IReadOnlyList<StoreShortages> items) => new()
    {
        BatchInput = new() { ExecutionId = Execution, RequestedAt = Noon },
        Items = items,
    };

    public static Gen<ShortLine> AnyLine() =>
        from onHand in Gen.Choose(0, 40)
        from inTransit in Gen.Choose(0, 20)
        from target in Gen.Choose(0, 60)
        from spare in Gen.Choose(0, 30)
        from caseSize in Gen.Choose(1, 24)
        from millilitres in Gen.Choose(0, 9_000)
        from product in Gen.Choose(1, 99_999)
        select Line($"P{product}") with
        {
            OnHand = onHand,
            InTransit = inTransit,
            TargetLevel = target,
            ShelfCapacity = target + spare,
            CaseSize = caseSize,
            UnitVolumeL = millilitres / 1000.0,
        };
}
