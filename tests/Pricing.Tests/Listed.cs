namespace Pricing.Tests;

/// <summary>A product that lies as usual, is visited as usual, and costs its list price; a test says what is otherwise.</summary>
internal static class Listed
{
    public static ProductFeatures Product { get; } = new(
        "S0001", "P00001", OnHand: 60, DemandPerDay: 10, VisitsRecent: 100, VisitsExpected: 100, SalesRecent: 10, SalesExpected: 10,
        ListPriceCents: 1000, FloorPriceCents: 700, CeilingPriceCents: 1200, ShelfLifeDays: 0);

    public static PriceRequest Request(string hour, params ProductFeatures[] items) =>
        new() { BatchInput = new("execution", hour, DailyPercent: 5), Items = items };
}
