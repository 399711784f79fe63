using Pricing;
using Replenishment;

namespace StoreSimulation.Market;

/// <summary>A product in a store under one way of setting prices: its stock by age, what it sold, and its price.</summary>
internal sealed class ShelfOfMarket(Shelf shelf, int caseSize, ListedProduct listed, int onHand)
{
    // The lake's question looks back as far.
    private const int DaysRemembered = 3;

    // Units by the day on which they came, the oldest first.
    private readonly Queue<(int Day, int Units)> stock = new([(0, onHand)]);
    private readonly Queue<int> sold = new();
    private readonly Queue<int> visits = new();

    public long Cents { get; private set; } = listed.ListPriceCents;

    public long ListCents => listed.ListPriceCents;

    public int OnHand => stock.Sum(batch => batch.Units);

    public int VisitsYesterday => visits.LastOrDefault();

    public int VisitsBefore => visits.Sum() - VisitsYesterday;

    public int SoldYesterday => sold.LastOrDefault();

    public int SoldBefore => sold.Sum() - SoldYesterday;

    /// <summary>Begins a day: throws away goods that no longer keep, and receives those that were ordered yesterday.</summary>
    /// <returns>Units thrown away.</returns>
    public int Begin(int day)
    {
        var wasted = 0;
        while (listed.ShelfLifeDays > 0 && stock.TryPeek(out var oldest) && day - oldest.Day >= listed.ShelfLifeDays)
        {
            wasted += stock.Dequeue().Units;
        }

        if (OnHand <= shelf.ReorderPoint)
        {
            var cases = Math.Min((shelf.TargetLevel - OnHand + caseSize - 1) / caseSize, (shelf.Capacity - OnHand) / caseSize);
            if (cases > 0)
            {
                stock.Enqueue((day, cases * caseSize));
            }
        }

        return wasted;
    }

    /// <summary>Sets the day's price, as the deployed rule and the deployed book would.</summary>
    public void Price(PriceRule rule, int dailyPercent, double? visitsExpected, double? salesExpected) => Cents = PriceDecision.Of(
        rule,
        new(
            "", listed.ProductId, OnHand,
            sold.Count == 0 ? null : sold.Sum() / (double)sold.Count,
            VisitsYesterday, visitsExpected, SoldYesterday, salesExpected,
            listed.ListPriceCents, listed.FloorPriceCents, listed.CeilingPriceCents, listed.ShelfLifeDays),
        Cents,
        dailyPercent).Cents;

    /// <returns>Units that were bought; what was asked for besides was not there.</returns>
    public int Sell(int wanted, int seen)
    {
        var left = wanted;
        var kept = new List<(int Day, int Units)>();
        while (stock.TryDequeue(out var batch))
        {
            var taken = Math.Min(left, batch.Units);
            left -= taken;
            if (batch.Units > taken)
            {
                kept.Add(batch with { Units = batch.Units - taken });
            }
        }

        kept.ForEach(stock.Enqueue);
        Remember(sold, wanted - left);
        Remember(visits, seen);
        return wanted - left;
    }

    private static void Remember(Queue<int> days, int count)
    {
        days.Enqueue(count);
        if (days.Count > DaysRemembered)
        {
            days.Dequeue();
        }
    }
}
