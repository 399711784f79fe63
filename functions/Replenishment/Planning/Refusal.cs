using System.Text.Json;

namespace Replenishment.Planning;

/// <summary>The reason why a low line is not delivered.</summary>
public enum Refusal
{
    /// <summary>The units on the shelf and on the road already reach the target level.</summary>
    NothingMissing,

    /// <summary>The shelf has no room for a case.</summary>
    NoCaseFits,

    /// <summary>The id of the store or of the product is too long for an order key.</summary>
    IdTooLong,

    /// <summary>The stores table does not hold the store.</summary>
    UnknownStore,

    /// <summary>The depots table does not hold the store's depot.</summary>
    UnknownDepot,

    /// <summary>The depot has no truck, or trucks that hold nothing.</summary>
    DepotWithoutTrucks,

    /// <summary>The depot leaves a route no time, or more than a day.</summary>
    DepotWithoutTime,

    /// <summary>One case is larger than a truck.</summary>
    CaseExceedsTruck,

    /// <summary>
    /// The line, or the delivery with it, asks for more than any store holds: a count or a volume in the reading must be wrong.
    /// </summary>
    ImplausibleQuantity,
}

/// <summary>A line that is low and not delivered.</summary>
public sealed record RefusedLine(string StoreId, string ProductId, Refusal Refusal)
{
    /// <summary>The refusal as counted in a plan's result, like <c>no_case_fits</c>.</summary>
    public string Reason => JsonNamingPolicy.SnakeCaseLower.ConvertName(Refusal.ToString());
}
