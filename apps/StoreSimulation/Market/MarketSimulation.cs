using Pricing;
using Replenishment;

namespace StoreSimulation.Market;

/// <summary>
/// The same shoppers before the same shelves, once under list prices and once under the rule: what the rule would do to
/// revenue and waste if shoppers were as assumed.
/// </summary>
/// <remarks>
/// How prices change demand is an assumption, one number for all products: a straight line through the list price. Nothing
/// here was learnt from shoppers. All is in whole numbers and decimals from one generator, whose draws do not depend on
/// prices, so that both ways meet the same people. A price is set once a day, in the morning.
/// </remarks>
public static class MarketSimulation
{
    private const int VisitsPerSale = 8;
    private const int SurgePerMille = 30;
    private const int SlumpPerMille = 30;
    private const int MostDaysOfMood = 10;

    // Percent of a mean day, from Monday on.
    private static readonly int[] Weekday = [90, 85, 90, 105, 125, 145, 60];

    public static MarketComparison Run(MarketSettings settings, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);

        var chain = new Chain(settings);
        return new(settings, chain.Run(rule: null, cancellation), chain.Run(PriceRule.Deployed, cancellation));
    }

    private sealed class Chain
    {
        private readonly MarketSettings settings;
        private readonly Catalogue catalogue;
        private readonly IReadOnlyList<ListedProduct> prices;
        private readonly int[] sizes;

        public Chain(MarketSettings settings)
        {
            this.settings = settings;
            var random = new Pcg(settings.Seed);
            catalogue = new(settings.Products, random);
            prices = Listing.Of(catalogue, settings.Seed);
            sizes = [.. Enumerable.Range(0, settings.Stores).Select(_ => random.Between(50, 200))];
        }

        /// <param name="rule">The rule by which prices move; null when every price stays the list's.</param>
        /// <param name="cancellation">Ends it.</param>
        public MarketOutcome Run(PriceRule? rule, CancellationToken cancellation)
        {
            var random = new Pcg(settings.Seed + 1);
            var (revenue, sold, missed, wasted, waste) = (0L, 0L, 0L, 0L, 0L);
            foreach (var size in sizes)
            {
                var shelves = catalogue.Products.Select(product => product.ShelfIn(size, narrow: false)).ToList();
                var lines = shelves.Zip(catalogue.Products, prices)
                    .Select(line => new ShelfOfMarket(line.First, line.Second.CaseSize, line.Third, random.Between(line.First.ReorderPoint + 1, line.First.TargetLevel)))
                    .ToList();
                var moods = lines.ConvertAll(_ => Mood.Usual);
                for (var day = 0; day < settings.Days; day++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    foreach (var line in lines)
                    {
                        var gone = line.Begin(day);
                        wasted += gone;
                        waste += gone * line.ListCents;
                    }

                    if (rule is not null)
                    {
                        SetPrices(rule, lines);
                    }

                    foreach (var (index, line) in lines.Index())
                    {
                        moods[index] = moods[index].Next(random);
                        var (wanted, seen) = Shoppers(line, shelves[index], moods[index], day, random);
                        var bought = line.Sell(wanted, seen);
                        revenue += bought * line.Cents;
                        sold += bought;
                        missed += wanted - bought;
                    }
                }
            }

            return new(revenue, sold, missed, wasted, waste);
        }

        // The share is computed as in features.sql: a product's earlier part of the shop's visits and sales.
        private void SetPrices(PriceRule rule, List<ShelfOfMarket> lines)
        {
            var visits = new ShareOfShop(lines.Sum(line => line.VisitsYesterday), lines.Sum(line => line.VisitsBefore));
            var sales = new ShareOfShop(lines.Sum(line => line.SoldYesterday), lines.Sum(line => line.SoldBefore));
            foreach (var line in lines)
            {
                line.Price(rule, settings.DailyPercent, visits.Expected(line.VisitsBefore), sales.Expected(line.SoldBefore));
            }
        }

        // The same draws whatever the price: a dearer product is left by some of the same people.
        private (int Wanted, int Seen) Shoppers(ShelfOfMarket line, Shelf shelf, Mood mood, int day, Pcg random)
        {
            var spread = random.Between(50, 150);
            var roll = random.Below(1000) / 1000m;
            var mean = shelf.DailyMilliUnits / 1000m * Weekday[day % 7] / 100 * mood.Percent / 100 * spread / 100;
            var interest = Math.Max(0, 1 - (settings.Elasticity * ((line.Cents / (decimal)line.ListCents) - 1)));

            return (Whole(mean * interest, roll), Whole(mean * VisitsPerSale, roll));
        }

        private static int Whole(decimal amount, decimal roll) => (int)Math.Floor(amount) + (roll < amount % 1 ? 1 : 0);
    }

    private readonly record struct ShareOfShop(int Recent, int Before)
    {
        public double? Expected(int before) => Before == 0 ? null : (double)Recent * before / Before;
    }

    /// <summary>A product's fashion: for some days more or fewer people want it than usual.</summary>
    private readonly record struct Mood(int Percent, int DaysLeft)
    {
        public static Mood Usual => new(100, 0);

        public Mood Next(Pcg random)
        {
            var (draw, days) = (random.Below(1000), random.Between(3, MostDaysOfMood));
            return this switch
            {
                { DaysLeft: > 1 } => this with { DaysLeft = DaysLeft - 1 },
                _ when draw < SurgePerMille => new(180, days),
                _ when draw < SurgePerMille + SlumpPerMille => new(45, days),
                _ => Usual,
            };
        }
    }
}
