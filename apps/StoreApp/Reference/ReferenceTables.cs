using System.Globalization;
using Replenishment;

namespace StoreApp.Reference;

/// <summary>The reference tables as CSV, with the columns and in the order of <c>tables.json</c>.</summary>
internal static class ReferenceTables
{
    public static IEnumerable<string> Lines(IEnumerable<Store> stores) =>
    [
        "store_id,name,region,depot_id,latitude,longitude",
        .. stores.Select(store => CsvLine.Of(
            [store.StoreId, store.Name, store.Region, store.DepotId, Text(store.Latitude), Text(store.Longitude)])),
    ];

    public static IEnumerable<string> Lines(IEnumerable<Depot> depots) =>
    [
        "depot_id,name,latitude,longitude,trucks,truck_volume_l,route_hours",
        .. depots.Select(depot => CsvLine.Of(
        [
            depot.DepotId,
            depot.Name,
            Text(depot.Latitude),
            Text(depot.Longitude),
            Text(depot.Trucks),
            Text(depot.TruckVolumeL),
            Text(depot.RouteHours),
        ])),
    ];

    public static IEnumerable<string> Lines(IEnumerable<ListedProduct> prices) =>
    [
        "product_id,list_price_cents,floor_price_cents,ceiling_price_cents,shelf_life_days",
        .. prices.Select(price => CsvLine.Of(
            [price.ProductId, Text(price.ListPriceCents), Text(price.FloorPriceCents), Text(price.CeilingPriceCents), Text(price.ShelfLifeDays)])),
    ];

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
