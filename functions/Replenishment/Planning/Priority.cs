namespace Replenishment.Planning;

/// <summary>The urgency of a delivery: whole days until its first shelf is empty, 0 to 9.</summary>
internal static class Priority
{
    public const int Lowest = 9;

    public static int Of(IEnumerable<ShortLine> lines) => lines.Min(Of);

    private static int Of(ShortLine line) => line switch
    {
        // A shelf that was empty all along sells nothing, so its demand is unknown; nothing is more urgent.
        { OnHand: 0, InTransit: 0 } => 0,
        { DaysOfCover: { } days } => (int)Math.Clamp(Math.Floor(days), 0, Lowest),
        _ => Lowest,
    };
}
