namespace Pricing;

/// <summary>The result of a batch of products.</summary>
/// <param name="Priced">Prices that were set for the hour.</param>
/// <param name="Raised">The set prices that are above the price before, or above the list price where there was none.</param>
/// <param name="Kept">Products that had a price for the hour, or for a later one.</param>
/// <param name="Held">Prices that are not what the rule would ask, by what held them.</param>
/// <param name="Refused">Products whose row of the price list is wrong, by reason.</param>
public sealed record PriceResult(
    int Priced,
    int Raised,
    int Lowered,
    int Unchanged,
    int Kept,
    IReadOnlyDictionary<string, int> Held,
    IReadOnlyDictionary<string, int> Refused);

/// <summary>Counts towards a <see cref="PriceResult"/>.</summary>
internal sealed class PriceTally
{
    private readonly SortedDictionary<string, int> held = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> refused = new(StringComparer.Ordinal);
    private int raised, lowered, unchanged, kept;

    public PriceResult Result => new(raised + lowered + unchanged, raised, lowered, unchanged, kept, held, refused);

    public void Refuse(string reason) => Count(refused, reason);

    public void Keep() => kept++;

    /// <param name="change">The difference from the price before, in cents.</param>
    public void Set(long change, PriceHold? hold)
    {
        _ = change switch
        {
            > 0 => raised++,
            < 0 => lowered++,
            _ => unchanged++,
        };
        if (hold is { } bound)
        {
            Count(held, bound switch
            {
                PriceHold.Floor => "floor",
                PriceHold.Ceiling => "ceiling",
                _ => "day",
            });
        }
    }

    private static void Count(SortedDictionary<string, int> counts, string name) => counts[name] = counts.GetValueOrDefault(name) + 1;
}
