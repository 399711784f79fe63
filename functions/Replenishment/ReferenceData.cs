namespace Replenishment;

/// <summary>A row of the stores table.</summary>
/// <param name="DepotId">The depot whose trucks serve the store.</param>
/// <param name="Latitude">Degrees, north positive.</param>
/// <param name="Longitude">Degrees, east positive.</param>
public sealed record Store(
    string StoreId, string Name, string Region, string DepotId, double Latitude, double Longitude);

/// <summary>A row of the depots table.</summary>
/// <param name="Latitude">Degrees, north positive.</param>
/// <param name="Longitude">Degrees, east positive.</param>
/// <param name="Trucks">Trucks that start and end their tours here.</param>
/// <param name="TruckVolumeL">Litres that one of them holds.</param>
public sealed record Depot(
    string DepotId, string Name, double Latitude, double Longitude, long Trucks, double TruckVolumeL);
