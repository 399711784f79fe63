using System.Text.Json;

namespace Replenishment.Planning;

/// <summary>A row of low-stock.sql: lines of one store that are low, most urgent first.</summary>
/// <remarks>
/// Columns from reference data are null where the store or its depot is not in its table.
/// </remarks>
/// <param name="Part">The number of the row, from 0; a store with very many low lines comes in several rows.</param>
/// <param name="Lines">
/// An array of <see cref="ShortLine"/>, or, as a row read from Parquet has it, the same as JSON text.
/// </param>
public sealed record StoreShortages(
    string? StoreId,
    long? Part,
    string? Region,
    string? DepotId,
    double? Latitude,
    double? Longitude,
    double? DepotLatitude,
    double? DepotLongitude,
    long? DepotTrucks,
    double? TruckVolumeL,
    double? RouteHours,
    JsonElement Lines);

/// <summary>A product that runs low in a store.</summary>
public sealed record ShortLine
{
    public required string ProductId { get; init; }

    /// <summary>Units in the store.</summary>
    public required long OnHand { get; init; }

    /// <summary>Units on trucks that the reading does not show yet.</summary>
    public required long InTransit { get; init; }

    public required long ReorderPoint { get; init; }

    public required long TargetLevel { get; init; }

    public required long ShelfCapacity { get; init; }

    /// <summary>Units in a case.</summary>
    public required long CaseSize { get; init; }

    public required double UnitVolumeL { get; init; }

    /// <summary>Units per day; null where the window shows no sales.</summary>
    public double? DemandPerDay { get; init; }

    /// <summary>Days until the shelf is empty; null where the demand is unknown.</summary>
    public double? DaysOfCover { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }
}
