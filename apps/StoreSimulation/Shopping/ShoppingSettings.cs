namespace StoreSimulation.Shopping;

/// <summary>
/// The settings of the shoppers' visits and purchases; equal settings and readings give equal records, byte for byte.
/// </summary>
public sealed record ShoppingSettings(ulong Seed)
{
    /// <summary>
    /// The percentage of visits of a product's page that end in a sale, at most and for a good product on average.
    /// </summary>
    public int SalesPerHundredVisits { get; init; } = 12;

    /// <summary>Records of a thousand that are sent twice.</summary>
    public int DuplicatesPerMille { get; init; } = 10;

    /// <exception cref="ArgumentOutOfRangeException">A setting that makes no sense; the message names it.</exception>
    internal ShoppingSettings Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(SalesPerHundredVisits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(SalesPerHundredVisits, 100);
        ArgumentOutOfRangeException.ThrowIfNegative(DuplicatesPerMille);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(DuplicatesPerMille, 1000);

        return this;
    }
}
