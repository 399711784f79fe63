namespace Replenishment.Dispatching;

/// <summary>What dispatching a batch of messages came to.</summary>
/// <param name="Outcomes">In the order of the messages.</param>
/// <param name="Routes">By depot, most urgent first.</param>
public sealed record DispatchResult(IReadOnlyList<MessageOutcome> Outcomes, IReadOnlyList<Route> Routes);

/// <summary>A truck's tour from its depot along its stops and back.</summary>
/// <param name="TruckId"><c>depot-T01</c> and so on.</param>
/// <param name="Tour">1 for the truck's first tour; more when there are more routes than trucks.</param>
/// <param name="DistanceKm">By road, the way back included; see <see cref="RoadDistance"/>.</param>
public sealed record Route(
    string RouteId,
    string TruckId,
    int Tour,
    DepotSite Depot,
    IReadOnlyList<RouteStop> Stops,
    decimal VolumeL,
    decimal DistanceKm);

/// <summary>A depot as the deliveries describe it.</summary>
public sealed record DepotSite(string DepotId, double Latitude, double Longitude, int Trucks, decimal TruckVolumeL);

/// <param name="LegKm">By road, from the stop before or the depot.</param>
/// <param name="VolumeL">Litres unloaded here.</param>
public sealed record RouteStop(
    string StoreId,
    double Latitude,
    double Longitude,
    decimal LegKm,
    decimal VolumeL,
    IReadOnlyList<Dispatch> Dispatches);
