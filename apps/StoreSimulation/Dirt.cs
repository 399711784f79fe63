using Replenishment;

namespace StoreSimulation;

/// <summary>The errors of tills, scales and clocks: one for every reason for which the query calls a reading dirty.</summary>
internal static class Dirt
{
    public static IReadOnlyList<Func<Reading, Reading>> Kinds { get; } =
    [
        reading => reading with { EventId = "" },
        reading => reading with { StoreId = " " },
        reading => reading with { ProductId = null },
        reading => reading with { OnHand = null },
        reading => reading with { OnHand = -reading.OnHand - 1 },
        reading => reading with { ReorderPoint = null },
        reading => reading with { UnitVolumeL = -reading.UnitVolumeL },
        reading => reading with { CaseSize = 0 },
        reading => reading with { ReorderPoint = reading.TargetLevel + 1 },
        reading => reading with { TargetLevel = reading.ShelfCapacity + 1 },
        reading => reading with { RecordedAt = reading.RecordedAt?.AddYears(1) },
    ];
}
