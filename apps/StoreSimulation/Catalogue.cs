namespace StoreSimulation;

/// <summary>The products that every store sells.</summary>
internal sealed class Catalogue
{
    private static readonly int[] SmallMl = [250, 330, 500, 750];
    private static readonly int[] LargeMl = [1_000, 1_500, 2_000, 4_500];

    public Catalogue(int products, Pcg random)
    {
        Products = [.. Enumerable.Range(0, products).Select(index => Draw(Network.Id('P', index, 5), random))];
    }

    public IReadOnlyList<Product> Products { get; }

    /// <summary>The products: most sell slowly, some well, and few very well.</summary>
    private static Product Draw(string id, Pcg random) => random.Below(10) switch
    {
        0 => new(id, random.Between(15_000, 40_000), 24, random.Pick<int>(SmallMl)),
        < 4 => new(id, random.Between(4_000, 15_000), 12, random.Pick<int>(SmallMl)),
        _ => new(id, random.Between(800, 4_000), 6, random.Pick<int>(LargeMl)),
    };
}

/// <param name="DailyMilliUnits">Mean demand in a store of middling size, thousandths of a unit per day.</param>
/// <param name="CaseSize">The units in a case.</param>
/// <param name="UnitMl">Millilitres that a unit fills in a truck.</param>
internal sealed record Product(string ProductId, int DailyMilliUnits, int CaseSize, int UnitMl)
{
    private const int ReorderDays = 2;
    private const int RefillDays = 10;

    public double UnitVolumeL { get; } = UnitMl / 1000.0;

    /// <summary>The volume of a typical delivery of the product to a store of middling size, in millilitres.</summary>
    public long RefillMl => (long)DailyMilliUnits * RefillDays / 1000 * UnitMl;

    /// <param name="size">The size of the store; 100 is middling.</param>
    /// <param name="narrow">Whether the shelf is so narrow that a case does not fit before it is nearly empty.</param>
    public Shelf ShelfIn(int size, bool narrow)
    {
        var daily = (int)((long)DailyMilliUnits * size / 100);
        var reorder = 1 + (int)((long)daily * ReorderDays / 1000);
        var target = reorder + (narrow ? CaseSize / 2 : 1 + (int)((long)daily * RefillDays / 1000));

        return new(daily, reorder, target, narrow ? target : target + CaseSize);
    }
}

/// <summary>A product's place in one store.</summary>
/// <param name="DailyMilliUnits">Mean demand, thousandths of a unit per day.</param>
internal readonly record struct Shelf(int DailyMilliUnits, int ReorderPoint, int TargetLevel, int Capacity);
