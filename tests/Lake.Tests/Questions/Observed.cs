using System.Text.Json.Nodes;

namespace Lake.Tests.Questions;

/// <summary>A reading as a store sent it, clean or not, and when it arrived.</summary>
internal sealed record Observed(
    string? EventId,
    string? StoreId,
    string? ProductId,
    long? OnHand,
    long? ReorderPoint,
    long? TargetLevel,
    long? ShelfCapacity,
    long? CaseSize,
    double? UnitVolumeL,
    DateTime? RecordedAt,
    DateTime Arrival)
{
    public string Json => new JsonObject
    {
        ["event_id"] = EventId,
        ["store_id"] = StoreId,
        ["product_id"] = ProductId,
        ["on_hand"] = OnHand,
        ["reorder_point"] = ReorderPoint,
        ["target_level"] = TargetLevel,
        ["shelf_capacity"] = ShelfCapacity,
        ["case_size"] = CaseSize,
        ["unit_volume_l"] = UnitVolumeL,
        ["recorded_at"] = RecordedAt?.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null),
    }.ToJsonString();
}

/// <summary>Goods put on the road, and when the record of it arrived.</summary>
internal sealed record OnTheRoad(string OrderKey, string StoreId, string ProductId, long Quantity, DateTime DispatchedAt)
{
    public string Json => new JsonObject
    {
        ["order_key"] = OrderKey,
        ["store_id"] = StoreId,
        ["product_id"] = ProductId,
        ["quantity"] = Quantity,
        ["dispatched_at"] = DispatchedAt.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null),
    }.ToJsonString();
}

/// <summary>What the question is asked with.</summary>
internal sealed record Asked(DateOnly AsOf, int LookbackDays, int TransitDays)
{
    public DateTime EndOfDay => AsOf.AddDays(1).ToDateTime(default);

    public string[] LowStockParameters
    {
        get
        {
            var (asOf, lookback, transit) = ($"'{AsOf:yyyy-MM-dd}'", $"{LookbackDays}", $"{TransitDays}");
            return [asOf, lookback, asOf, asOf, asOf, lookback, transit, transit];
        }
    }

    public string[] DirtyReadingsParameters => [$"'{AsOf:yyyy-MM-dd}'", $"'{AsOf:yyyy-MM-dd}'", $"{LookbackDays}", $"'{AsOf:yyyy-MM-dd}'"];
}
