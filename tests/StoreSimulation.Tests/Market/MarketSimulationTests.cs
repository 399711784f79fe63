using StoreSimulation.Market;

namespace StoreSimulation.Tests.Market;

public sealed class MarketSimulationTests
{
    private static readonly decimal[] Elasticities = [0, 1, 2, 3];

    private static readonly MarketSettings Usual = new(Stores: 3, Products: 60, Days: 60, Seed: 1, Elasticity: 1.8m, DailyPercent: 5);

    [Fact]
    public void Equal_settings_give_equal_results_and_another_seed_others()
    {
        Assert.Equal(MarketSimulation.Run(Usual), MarketSimulation.Run(Usual));
        Assert.NotEqual(MarketSimulation.Run(Usual).Fixed, MarketSimulation.Run(Usual with { Seed = 2 }).Fixed);
    }

    // Written down, so that a change of the rule or the simulation shows what it does.
    [Fact]
    public void What_the_rule_does_in_the_usual_market()
    {
        var (_, before, after) = MarketSimulation.Run(Usual);

        Assert.Equal(new(42_591_908, 121_682, 72, 10_157, 4_847_183), before);
        Assert.Equal(new(43_081_792, 126_134, 75, 7_725, 3_794_325), after);
    }

    [Fact]
    public void Shoppers_who_do_not_look_at_prices_buy_the_same_units_under_both()
    {
        var (_, before, after) = MarketSimulation.Run(Usual with { Elasticity = 0 });

        Assert.Equal((before.SoldUnits, before.MissedUnits, before.WastedUnits, before.WasteCents), (after.SoldUnits, after.MissedUnits, after.WastedUnits, after.WasteCents));
        Assert.NotEqual(before.RevenueCents, after.RevenueCents);
    }

    // Whoever buys less the dearer it is, and much less: then lowering what lies sells what else would be thrown away.
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(42)]
    public void The_more_shoppers_look_at_prices_the_more_waste_the_rule_avoids(int seed)
    {
        var avoided = Elasticities
            .Select(elasticity => MarketSimulation.Run(Usual with { Elasticity = elasticity, Seed = (ulong)seed }))
            .Select(market => market.Fixed.WastedUnits - market.Ruled.WastedUnits)
            .ToList();

        Assert.Equal(0, avoided[0]);
        Assert.Equal(avoided.Order(), avoided);
        Assert.True(avoided[^1] > 0);
    }
}
