using FsCheck;
using FsCheck.Fluent;

namespace Pricing.Tests;

public sealed class PriceDecisionTests
{
    // No day holds the rule back here.
    private const int AnyDay = 50;

    /// <summary>Worked out by hand from price-rule.json.</summary>
    public static TheoryData<string, ProductFeatures, long, string> Prices => new()
    {
        {
            "as usual", Listed.Product, 1000,
            "list 10.00; 6.0 days of cover; visits 1.00 of expected; sales 1.00 of expected."
        },
        {
            "scarce", Listed.Product with { OnHand = 19 }, 1080,
            "list 10.00; 1.9 days of cover +8 %; visits 1.00 of expected; sales 1.00 of expected."
        },
        {
            "not quite as scarce", Listed.Product with { OnHand = 20 }, 1040,
            "list 10.00; 2.0 days of cover +4 %; visits 1.00 of expected; sales 1.00 of expected."
        },
        {
            "lies", Listed.Product with { OnHand = 120 }, 940,
            "list 10.00; 12.0 days of cover -6 %; visits 1.00 of expected; sales 1.00 of expected."
        },
        {
            "lies long and is looked at less", Listed.Product with { OnHand = 200, VisitsRecent = 47 }, 827,
            "list 10.00; 20.0 days of cover -12 %; visits 0.50 of expected -6 %; sales 1.00 of expected."
        },
        {
            "in fashion", Listed.Product with { VisitsRecent = 205, SalesRecent = 25 }, 1124,
            "list 10.00; 6.0 days of cover; visits 2.00 of expected +6 %; sales 2.00 of expected +6 %."
        },
        {
            "three visits more than none say little", Listed.Product with { VisitsRecent = 3, VisitsExpected = 2 }, 1000,
            "list 10.00; 6.0 days of cover; visits 1.14 of expected; sales 1.00 of expected."
        },
        {
            "will perish on the shelf", Listed.Product with { ShelfLifeDays = 5 }, 800,
            "list 10.00; 6.0 days of cover, keeps 5 days -20 %; visits 1.00 of expected; sales 1.00 of expected."
        },
        {
            "sells before it perishes", Listed.Product with { ShelfLifeDays = 6 }, 1000,
            "list 10.00; 6.0 days of cover; visits 1.00 of expected; sales 1.00 of expected."
        },
        {
            "nothing is known", Listed.Product with { DemandPerDay = null, VisitsExpected = null, SalesExpected = null }, 1000,
            "list 10.00; cover unknown; visits unknown; sales unknown."
        },
        {
            "nobody buys", Listed.Product with { DemandPerDay = 0 }, 1000,
            "list 10.00; nothing sold since the readings begin; visits 1.00 of expected; sales 1.00 of expected."
        },
        {
            "sold out", Listed.Product with { OnHand = 0 }, 1000,
            "list 10.00; nothing on the shelf; visits 1.00 of expected; sales 1.00 of expected."
        },
        {
            "at the floor", Listed.Product with { ShelfLifeDays = 5, FloorPriceCents = 850 }, 850,
            "list 10.00; 6.0 days of cover, keeps 5 days -20 %; visits 1.00 of expected; sales 1.00 of expected; held at the floor 8.50."
        },
        {
            "at the ceiling", Listed.Product with { OnHand = 10, CeilingPriceCents = 1030 }, 1030,
            "list 10.00; 1.0 days of cover +8 %; visits 1.00 of expected; sales 1.00 of expected; held at the ceiling 10.30."
        },
    };

    [Theory]
    [MemberData(nameof(Prices))]
    public void A_price_follows_the_steps_and_says_which(string what, ProductFeatures features, long cents, string reason)
    {
        var decided = PriceDecision.Of(PriceRule.Deployed, features, openingCents: 1000, AnyDay);

        Assert.True((cents, reason) == (decided.Cents, decided.Reason), $"{what}: {decided.Cents} {decided.Reason}");
    }

    [Theory]
    [InlineData(1000, 950)]
    [InlineData(999, 950)] // 949.05, and a cent less would be more than 5 %
    [InlineData(840, 800)] // near enough: it is not held
    [InlineData(750, 787)] // the other way: yesterday it was cheaper
    public void A_day_moves_a_price_by_so_much_only(long opening, long cents) =>
        Assert.Equal(cents, PriceDecision.Of(PriceRule.Deployed, Listed.Product with { ShelfLifeDays = 5 }, opening, dailyPercent: 5).Cents);

    [Fact]
    public void Floor_and_ceiling_hold_even_where_the_merchant_moved_them_by_more_than_a_day_may()
    {
        var decided = PriceDecision.Of(PriceRule.Deployed, Listed.Product with { FloorPriceCents = 990 }, openingCents: 800, dailyPercent: 5);

        Assert.Equal((990, PriceHold.Floor), (decided.Cents, decided.Hold));
    }

    [Fact]
    public void No_price_leaves_its_bounds_whatever_is_known() =>
        Prop.ForAll(Any.ToArbitrary(), any =>
        {
            var (features, opening, percent) = any;
            var decided = PriceDecision.Of(PriceRule.Deployed, features, opening, percent);
            var isInDay = 100 * Math.Abs(decided.Cents - opening) <= percent * opening;

            return decided.Cents >= features.FloorPriceCents && decided.Cents <= features.CeilingPriceCents
                && (isInDay || decided.Cents == features.FloorPriceCents || decided.Cents == features.CeilingPriceCents);
        }).QuickCheckThrowOnFailure();

    private static Gen<(ProductFeatures Features, long Opening, int Percent)> Any =>
        from onHand in Gen.Choose(0, 500)
        from demand in Gen.Choose(0, 400)
        from visits in Gen.Choose(0, 500)
        from expected in Gen.Choose(-1, 500)
        from list in Gen.Choose(1, 20_000)
        from below in Gen.Choose(0, 60)
        from above in Gen.Choose(0, 60)
        from life in Gen.Choose(0, 20)
        from opening in Gen.Choose(1, 20_000)
        from percent in Gen.Choose(1, 50)
        let floor = Math.Max(1, list - (list * below / 100))
        let ceiling = list + (list * above / 100)
        select (
            new ProductFeatures(
                "S", "P", onHand, demand / 10.0, visits, expected < 0 ? null : expected, visits / 10, expected < 0 ? null : expected / 10.0, list, floor, ceiling, life),
            Math.Clamp((long)opening, floor, ceiling),
            percent);
}
