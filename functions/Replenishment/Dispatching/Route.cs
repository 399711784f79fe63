using System.Runtime.ExceptionServices;

namespace Replenishment.Dispatching;

/// <summary>The result of dispatching messages.</summary>
/// <param name="Outcomes">The outcomes, in the order of the messages.</param>
/// <param name="Routes">The routes that have left, by depot, the most urgent first.</param>
/// <param name="Failure">The exception that ended the call early, while what was done before stays; null when none did.</param>
public sealed record DispatchResult(
    IReadOnlyList<MessageOutcome> Outcomes, IReadOnlyList<Route> Routes, ExceptionDispatchInfo? Failure = null)
{
    /// <returns>The same result, when nothing failed.</returns>
    public DispatchResult OrThrow()
    {
        Failure?.Throw();
        return this;
    }
}

/// <summary>A truck's tour from its depot along its stops and back.</summary>
/// <param name="TruckId"><c>depot-T01</c> and so on.</param>
/// <param name="Tour">1 for the truck's first tour; more when there are more routes than trucks.</param>
/// <param name="DistanceKm">The distance by road, the way back included; see <see cref="IRoads"/>.</param>
/// <param name="Duration">Driving, and the service at each stop; see <see cref="Journey"/>.</param>
public sealed record Route(
    string RouteId,
    string TruckId,
    int Tour,
    DepotSite Depot,
    IReadOnlyList<RouteStop> Stops,
    decimal VolumeL,
    decimal DistanceKm,
    TimeSpan Duration)
{
    /// <summary>
    /// Whether the route takes longer than its depot allows, as only the route of a single stop that is too far away
    /// does.
    /// </summary>
    public bool IsTooLong => Duration > Depot.RouteTime;
}

/// <summary>A depot as the deliveries describe it.</summary>
/// <param name="RouteTime">The time that a route may take, from leaving the depot to being back.</param>
public sealed record DepotSite(
    string DepotId, double Latitude, double Longitude, int Trucks, decimal TruckVolumeL, TimeSpan RouteTime)
{
    public Site Site => new(DepotId, Latitude, Longitude);
}

/// <param name="LegKm">The distance by road, from the stop before or the depot.</param>
/// <param name="VolumeL">Litres unloaded here.</param>
public sealed record RouteStop(
    string StoreId,
    double Latitude,
    double Longitude,
    decimal LegKm,
    decimal VolumeL,
    IReadOnlyList<Dispatch> Dispatches);
