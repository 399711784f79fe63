namespace StoreSimulation.Shopping;

/// <summary>How much people look and buy; equal settings and readings give equal records, byte for byte.</summary>
public sealed record ShoppingSettings(ulong Seed)
{
    /// <summary>Of a hundred visits of a product's page, those that end in a sale, at most and on the mean of a good product.</summary>
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
