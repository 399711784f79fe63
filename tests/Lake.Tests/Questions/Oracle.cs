using System.Globalization;

namespace Lake.Tests.Questions;

/// <summary>The question answered a second time, in plain C# and one store's product at a time: what the SQL must agree with.</summary>
internal static class Oracle
{
    /// <summary>The low lines as text: store, product, in transit, demand, cover and the reading.</summary>
    public static IReadOnlyList<string> LowLines(Asked asked, IReadOnlyList<Observed> readings, IReadOnlyList<OnTheRoad> road, IReadOnlySet<string> stores)
    {
        var lines = new List<(string Store, double? Cover, string Product, string Text)>();
        foreach (var shelf in InWindow(asked, readings).Where(reading => Fault(asked, reading) is null && stores.Contains(reading.StoreId!))
            .DistinctBy(reading => reading.EventId)
            .GroupBy(reading => (Store: reading.StoreId!, Product: reading.ProductId!)))
        {
            var counted = shelf.OrderBy(reading => reading.RecordedAt).ThenBy(reading => reading.EventId, StringComparer.Ordinal).ToList();
            var latest = counted[^1];
            var coming = road
                .Where(goods => (goods.StoreId, goods.ProductId) == shelf.Key)
                .Where(goods => DateOnly.FromDateTime(goods.DispatchedAt) >= asked.AsOf.AddDays(-asked.LookbackDays - asked.TransitDays))
                .DistinctBy(goods => goods.OrderKey)
                .Where(goods => goods.DispatchedAt.AddDays(asked.TransitDays) > latest.RecordedAt)
                .Sum(goods => goods.Quantity);
            if (latest.OnHand + coming > latest.ReorderPoint)
            {
                continue;
            }

            var sold = counted.Zip(counted.Skip(1), (before, after) => Math.Max(0, before.OnHand!.Value - after.OnHand!.Value)).Sum();
            var days = (latest.RecordedAt!.Value - counted[0].RecordedAt!.Value).TotalMilliseconds / 8.64e7;
            double? demand = days > 0 ? sold / days : null;
            double? cover = demand > 0 ? latest.OnHand / demand : null;
            lines.Add((shelf.Key.Store, cover, shelf.Key.Product, string.Join(
                ' ',
                shelf.Key.Store,
                shelf.Key.Product,
                latest.OnHand,
                coming,
                latest.ReorderPoint,
                latest.TargetLevel,
                latest.ShelfCapacity,
                latest.CaseSize,
                Number(latest.UnitVolumeL),
                Number(Rounded(demand)),
                Number(Rounded(cover)),
                $"{latest.RecordedAt:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}")));
        }

        return
        [
            .. lines.OrderBy(line => line.Store, StringComparer.Ordinal)
                .ThenBy(line => line.Cover ?? double.PositiveInfinity)
                .ThenBy(line => line.Product, StringComparer.Ordinal)
                .Select(line => line.Text),
        ];
    }

    /// <summary>The dirty readings, as <c>reason,name,count</c>.</summary>
    public static IReadOnlyList<string> Dirty(Asked asked, IReadOnlyList<Observed> readings, IReadOnlySet<string> stores) =>
    [
        .. InWindow(asked, readings)
            .Select(reading => reading with { Arrival = default })
            .Distinct()
            .Select(reading => Fault(asked, reading) is { } fault ? $"{fault}," : stores.Contains(reading.StoreId!) ? null : $"store is unknown,{reading.StoreId}")
            .OfType<string>()
            .GroupBy(reason => reason)
            .OrderBy(reason => reason.Key, StringComparer.Ordinal)
            .Select(reason => $"{reason.Key},{reason.Count()}"),
    ];

    public static string Number(double? number) => number?.ToString("R", CultureInfo.InvariantCulture) ?? "-";

    private static double? Rounded(double? number) =>
        number is { } value ? Math.Round(value * 1000, MidpointRounding.AwayFromZero) / 1000 : null;

    private static IEnumerable<Observed> InWindow(Asked asked, IReadOnlyList<Observed> readings) => readings.Where(reading =>
        DateOnly.FromDateTime(reading.Arrival) is var day && day >= asked.AsOf.AddDays(-asked.LookbackDays) && day <= asked.AsOf);

    private static string? Fault(Asked asked, Observed reading) => reading switch
    {
        _ when string.IsNullOrWhiteSpace(reading.EventId) => "event_id is blank",
        _ when string.IsNullOrWhiteSpace(reading.StoreId) => "store_id is blank",
        _ when string.IsNullOrWhiteSpace(reading.ProductId) => "product_id is blank",
        { OnHand: null or < 0 } => "on_hand is null or negative",
        { ReorderPoint: null or < 0 } => "reorder_point is null or negative",
        { TargetLevel: null or < 0 } => "target_level is null or negative",
        { ShelfCapacity: null or < 0 } => "shelf_capacity is null or negative",
        { CaseSize: null or < 1 } => "case_size is null or less than 1",
        { UnitVolumeL: null or < 0 } => "unit_volume_l is null or negative",
        _ when reading.ReorderPoint > reading.TargetLevel => "reorder_point is above target_level",
        _ when reading.TargetLevel > reading.ShelfCapacity => "target_level is above shelf_capacity",
        { RecordedAt: null } => "recorded_at is null",
        _ when reading.RecordedAt >= asked.EndOfDay => "recorded_at is after the day",
        _ => null,
    };
}
