namespace Pricing;

/// <summary>Refuses a request that the product's queries and state machine never make, and names the place in it.</summary>
internal static class PriceRequestCheck
{
    private const string Remedy = "Deploy pricing.asl.json, features.sql and this function from one release.";
    private const int MostPercent = 50;

    /// <exception cref="InvalidFeaturesException">It is not what it should be.</exception>
    public static void Check(this PriceRequest request)
    {
        var origin = request.BatchInput;
        if (PriceRow.TimeOf(origin.Hour) is null)
        {
            throw new InvalidFeaturesException($"hour is '{origin.Hour}', not an hour such as 2026-11-20T14. {Remedy}");
        }

        if (origin.DailyPercent is < 1 or > MostPercent)
        {
            throw new InvalidFeaturesException($"daily_percent is {origin.DailyPercent}, not from 1 to {MostPercent}. {Remedy}");
        }

        var seen = new HashSet<(string, string)>();
        foreach (var (index, features) in request.Items.Index())
        {
            if ((Fault(features) ?? (seen.Add((features.StoreId, features.ProductId)) ? null : "it stands twice in the batch")) is { } fault)
            {
                throw new InvalidFeaturesException($"Item {index}, store {features?.StoreId}, product {features?.ProductId}: {fault}. {Remedy}");
            }
        }
    }

    private static string? Fault(ProductFeatures? features) => features switch
    {
        null => "it is null",
        _ when string.IsNullOrWhiteSpace(features.StoreId) => "it names no store",
        _ when string.IsNullOrWhiteSpace(features.ProductId) => "it names no product",
        { OnHand: < 0 } => $"on_hand is {features.OnHand}, less than 0",
        { VisitsRecent: < 0 } or { SalesRecent: < 0 } => "visits or sales are less than 0",
        { DemandPerDay: < 0 } or { VisitsExpected: < 0 } or { SalesExpected: < 0 } => "a rate is less than 0",
        { ShelfLifeDays: < 0 } => $"shelf_life_days is {features.ShelfLifeDays}, less than 0",
        _ when new[] { features.DemandPerDay, features.VisitsExpected, features.SalesExpected }.Any(IsEndless) => "a rate is no number",
        _ => null,
    };

    private static bool IsEndless(double? value) => value is { } number && (!double.IsFinite(number) || number > 1e15);
}

/// <summary>A request cannot be priced because it is not what the state machine and features.sql make; retrying does not help.</summary>
public sealed class InvalidFeaturesException : Exception
{
    public InvalidFeaturesException(string message)
        : base(message)
    {
    }

    public InvalidFeaturesException(string message, Exception cause)
        : base(message, cause)
    {
    }

    public InvalidFeaturesException()
    {
    }
}
