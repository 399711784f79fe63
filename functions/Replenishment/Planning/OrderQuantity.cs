namespace Replenishment.Planning;

/// <summary>Computes how many cases of a product a store gets.</summary>
internal static class OrderQuantity
{
    /// <summary>
    /// The quantity that is missing to the target level, rounded up to whole cases; where the shelf would not hold that,
    /// rounded down to the cases that it holds.
    /// </summary>
    /// <param name="refusal">The reason when the answer is no case at all; else null.</param>
    public static long Cases(ShortLine line, out Refusal? refusal)
    {
        // Two sums of 64-bit counts may pass 64 bits.
        var position = (Int128)line.OnHand + line.InTransit;
        if (position >= line.TargetLevel)
        {
            refusal = Refusal.NothingMissing;
            return 0;
        }

        var (whole, rest) = Math.DivRem(line.TargetLevel - (long)position, line.CaseSize);
        var wanted = rest == 0 ? whole : whole + 1;
        var fitting = (line.ShelfCapacity - (long)position) / line.CaseSize;

        refusal = fitting == 0 ? Refusal.NoCaseFits : null;
        return Math.Min(wanted, fitting);
    }
}
