namespace Replenishment;

/// <summary>A row of the stores table.</summary>
/// <param name="DepotId">The depot whose trucks serve the store.</param>
/// <param name="Latitude">Degrees, north positive.</param>
/// <param name="Longitude">Degrees, east positive.</param>
public sealed record Store(
    string StoreId, string Name, string Region, string DepotId, double Latitude, double Longitude);

/// <summary>A row of the price list: a product whose prices may move. Prices are hundredths of the currency.</summary>
/// <param name="ListPriceCents">The merchant's own price.</param>
/// <param name="FloorPriceCents">The least that may be asked.</param>
/// <param name="CeilingPriceCents">The highest price, in hundredths of the currency.</param>
/// <param name="ShelfLifeDays">The days that the product keeps; 0 when it keeps for ever.</param>
public sealed record ListedProduct(
    string ProductId, long ListPriceCents, long FloorPriceCents, long CeilingPriceCents, long ShelfLifeDays = 0);

/// <summary>A row of the depots table.</summary>
/// <param name="Latitude">Degrees, north positive.</param>
/// <param name="Longitude">Degrees, east positive.</param>
/// <param name="Trucks">Trucks that start and end their tours here.</param>
/// <param name="TruckVolumeL">Litres that one of them holds.</param>
/// <param name="RouteHours">The hours that a route may take, from leaving the depot to being back.</param>
public sealed record Depot(
    string DepotId, string Name, double Latitude, double Longitude, long Trucks, double TruckVolumeL, double RouteHours = Depot.UsualRouteHours)
{
    /// <summary>The route hours of a depot whose reference data leave them out.</summary>
    public const double UsualRouteHours = 9;

    /// <summary>A route is driven in a day.</summary>
    public const double MostRouteHours = 24;

    /// <param name="hours">Null where nobody said.</param>
    public static TimeSpan RouteTime(double? hours) => TimeSpan.FromHours(hours ?? UsualRouteHours);

    public static bool IsRouteTime(double? hours) => hours is null or (> 0 and <= MostRouteHours);
}
