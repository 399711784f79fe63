namespace StoreSimulation.Market;

/// <summary>A market to simulate; equal settings give equal results on any machine.</summary>
/// <param name="Elasticity">
/// The percentage by which less is bought where a price is one percent higher. It is assumed, not measured.
/// </param>
/// <param name="DailyPercent">The percentage by which a price may differ from the day's first, 1 to 50.</param>
public sealed record MarketSettings(int Stores, int Products, int Days, ulong Seed, decimal Elasticity, int DailyPercent);
