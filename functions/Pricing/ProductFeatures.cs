using System.Text.Json.Serialization;

namespace Pricing;

/// <summary>The features of a product in a store: a row of features.sql, as the Distributed Map hands it over.</summary>
/// <param name="StoreId">The store's id; with the product's id it is the key.</param>
/// <param name="OnHand">Units on the shelf at the latest clean reading.</param>
/// <param name="DemandPerDay">Units; null: unknown, because all readings are of one moment.</param>
/// <param name="VisitsRecent">Visits of the product's page in the recent hours.</param>
/// <param name="VisitsExpected">
/// The visits of the recent hours that the product's earlier share of the shop's visits leads to expect; null when there
/// were no earlier visits.
/// </param>
/// <param name="SalesRecent">Sales that the pages reported in the recent hours.</param>
/// <param name="SalesExpected">The expected sales, computed as the expected visits are.</param>
/// <param name="ListPriceCents">The merchant's own price, in hundredths of the currency.</param>
/// <param name="FloorPriceCents">The least that the rule may ask.</param>
/// <param name="CeilingPriceCents">The highest price, in hundredths of the currency.</param>
/// <param name="ShelfLifeDays">The days that the product keeps; 0 when it keeps for ever.</param>
public sealed record ProductFeatures(
    string StoreId,
    string ProductId,
    long OnHand,
    double? DemandPerDay,
    long VisitsRecent,
    double? VisitsExpected,
    long SalesRecent,
    double? SalesExpected,
    long ListPriceCents,
    long FloorPriceCents,
    long CeilingPriceCents,
    long ShelfLifeDays)
{
    /// <summary>Days that the stock lasts at the demand of the readings; null: nobody buys, or nothing is known.</summary>
    [JsonIgnore]
    public decimal? DaysOfCover => DemandPerDay is > 0 and < 1e9 ? OnHand / (decimal)DemandPerDay.Value : null;
}

/// <summary>The input that a child of the Distributed Map gives PricePlan; Step Functions gives the members their names.</summary>
public sealed record PriceRequest
{
    [JsonPropertyName("BatchInput")]
    public required PriceOrigin BatchInput { get; init; }

    [JsonPropertyName("Items")]
    public required IReadOnlyList<ProductFeatures> Items { get; init; }
}

/// <summary>The execution on whose behalf prices are set.</summary>
/// <param name="Hour">The hour (UTC) for which they hold, such as <c>2026-11-20T14</c>.</param>
/// <param name="DailyPercent">The percentage by which a price may differ from the day's first, 1 to 50.</param>
public sealed record PriceOrigin(string ExecutionId, string Hour, int DailyPercent);
