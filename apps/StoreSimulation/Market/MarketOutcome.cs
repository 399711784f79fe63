namespace StoreSimulation.Market;

/// <summary>The result of a way of setting prices in a simulated market.</summary>
/// <param name="RevenueCents">The revenue, in hundredths of the currency.</param>
/// <param name="SoldUnits">Units that were bought.</param>
/// <param name="MissedUnits">Units that would have been bought, had they been on the shelf.</param>
/// <param name="WastedUnits">Units that were thrown away because they no longer kept.</param>
/// <param name="WasteCents">The same at list prices.</param>
public sealed record MarketOutcome(long RevenueCents, long SoldUnits, long MissedUnits, long WastedUnits, long WasteCents);

/// <summary>The same market under list prices and under the rule.</summary>
public sealed record MarketComparison(MarketSettings Settings, MarketOutcome Fixed, MarketOutcome Ruled);
