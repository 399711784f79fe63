using Replenishment;

namespace StoreSimulation;

/// <summary>The price list of a catalogue, from a generator of its own, so that readings stay as they are.</summary>
internal static class Listing
{
    private const ulong OwnSeed = 0x9E37_79B9_7F4A_7C15;
    private const int FloorPercent = 75;
    private const int CeilingPercent = 115;
    private const int PerishablePerMille = 300;

    public static IReadOnlyList<ListedProduct> Of(Catalogue catalogue, ulong seed)
    {
        var random = new Pcg(seed ^ OwnSeed);
        return [.. catalogue.Products.Select(product =>
        {
            // Products that sell slowly cost more, and a price ends in nine.
            var list = product.CaseSize switch
            {
                > 12 => random.Between(4, 19),
                12 => random.Between(9, 49),
                _ => random.Between(19, 149),
            } * 10 + 9L;
            return new ListedProduct(
                product.ProductId,
                list,
                list * FloorPercent / 100,
                list * CeilingPercent / 100,
                random.Chance(PerishablePerMille) ? random.Between(5, 15) : 0);
        })];
    }
}
