using Lake.Counting;
using Local.Drawing;

namespace Local.Report;

/// <summary>
/// Everything that the report shows. Without planning it shows only the execution, and without the road no drives.
/// </summary>
internal sealed record ReportModel(ExecutionFacts Execution, ExecutionGraph Graph, PlanningFacts? Planning = null, RoadFacts? Road = null);

/// <param name="Status">The status, as Step Functions names it: SUCCEEDED, FAILED ….</param>
/// <param name="Duration">Null while it runs.</param>
internal sealed record ExecutionFacts(
    string Name,
    string Status,
    DateTimeOffset StartedAt,
    TimeSpan? Duration = null,
    string? Error = null,
    string? Cause = null);

/// <param name="Picture">An interactive drawing of <see cref="GraphDrawing"/>.</param>
internal sealed record ExecutionGraph(string Picture, IReadOnlyList<StateSummary> States);

/// <summary>The readings that came in, the lines that ran low, and the deliveries that were sent.</summary>
internal sealed record PlanningFacts
{
    /// <summary>Readings that the delivery stream took, where they were counted.</summary>
    public long ReadingsIn { get; init; }

    /// <summary>Readings that it could not take, by reason.</summary>
    public IReadOnlyList<NamedCount> Refused { get; init; } = [];

    /// <summary>Readings taken but not counted on, by reason.</summary>
    public IReadOnlyList<DirtyReadings> Dirty { get; init; } = [];

    public required long StoresShort { get; init; }

    public required long LinesShort { get; init; }

    public required long DeliveryRequests { get; init; }

    public IReadOnlyList<StepTime> Steps { get; init; } = [];

    /// <summary>The most urgent first.</summary>
    public IReadOnlyList<LowStockLine> LowStock { get; init; } = [];

    /// <summary>The counts of the requests' results: lines dispatched, on the road already, dead letters ….</summary>
    public IReadOnlyList<NamedCount> Dispatched { get; init; } = [];

    public IReadOnlyList<DepotRoutes> Depots { get; init; } = [];
}

internal sealed record StepTime(string Name, TimeSpan Duration);

/// <param name="Ordered">Units; 0 where the line was refused.</param>
/// <param name="Refusal">The reason of the refusal; null when there was none.</param>
/// <param name="DaysOfCover">Null where the demand is unknown.</param>
/// <param name="Priority">0 the most urgent.</param>
internal sealed record LowStockLine(
    string StoreId,
    string StoreName,
    string ProductId,
    long OnHand,
    long InTransit,
    long ReorderPoint,
    long TargetLevel,
    long Ordered,
    double? DaysOfCover,
    int Priority,
    string? Refusal = null);

internal sealed record DepotRoutes(
    string DepotId, string Name, double Latitude, double Longitude, IReadOnlyList<RouteFacts> Routes);

/// <param name="Stops">The stops in the order in which they are served; the route starts and ends at the depot.</param>
/// <param name="Load">The share of the truck's volume that is filled, 0 to 1.</param>
/// <param name="Hours">Driving, and the service at each stop.</param>
internal sealed record RouteFacts(
    string RouteId, string TruckId, IReadOnlyList<RouteStop> Stops, double Load, double DistanceKm, double Hours);

internal sealed record RouteStop(string StoreId, string Name, double Latitude, double Longitude);
