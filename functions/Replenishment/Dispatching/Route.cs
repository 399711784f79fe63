using System.Runtime.ExceptionServices;

namespace Replenishment.Dispatching;

/// <summary>What dispatching messages came to.</summary>
/// <param name="Outcomes">In the order of the messages.</param>
/// <param name="Routes">Those that have left, by depot, most urgent first.</param>
/// <param name="Failure">What ended the call before its end; what was done before stands. Null: nothing did.</param>
public sealed record DispatchResult(
    IReadOnlyList<MessageOutcome> Outcomes, IReadOnlyList<Route> Routes, ExceptionDispatchInfo? Failure = null)
{
    /// <returns>This very result, where nothing failed.</returns>
    public DispatchResult OrThrow()
    {
        Failure?.Throw();
        return this;
    }
}

/// <summary>A truck's tour from its depot along its stops and back.</summary>
/// <param name="TruckId"><c>depot-T01</c> and so on.</param>
/// <param name="Tour">1 for the truck's first tour; more when there are more routes than trucks.</param>
/// <param name="DistanceKm">By road, the way back included; see <see cref="IRoads"/>.</param>
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
    /// <summary>Whether it takes longer than its depot allows: a stop that is too far away alone gets such a route.</summary>
    public bool IsTooLong => Duration > Depot.RouteTime;
}

/// <summary>A depot as the deliveries describe it.</summary>
/// <param name="RouteTime">What a route may take, from leaving the depot to being back.</param>
public sealed record DepotSite(
    string DepotId, double Latitude, double Longitude, int Trucks, decimal TruckVolumeL, TimeSpan RouteTime)
{
    public Site Site => new(DepotId, Latitude, Longitude);
}

/// <param name="LegKm">By road, from the stop before or the depot.</param>
/// <param name="VolumeL">Litres unloaded here.</param>
public sealed record RouteStop(
    string StoreId,
    double Latitude,
    double Longitude,
    decimal LegKm,
    decimal VolumeL,
    IReadOnlyList<Dispatch> Dispatches);
