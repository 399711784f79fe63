using System.Text.Json;
using JsonValues;
using Lake.S3;
using Local.Services;
using Local.StepFunctions;
using Pricing;

namespace Local.Report;

/// <summary>The result of an execution of the state machine that sets prices.</summary>
/// <param name="Hour">The hour of the prices (UTC), such as <c>2026-11-20T14</c>.</param>
/// <param name="Products">Products in stores that were asked for: those of the price list that have a clean reading.</param>
/// <param name="Prices">The result of pricing these products.</param>
internal sealed record PricingOutcome(string Hour, long Products, PriceResult Prices)
{
    private static readonly PriceResult Nothing = new(0, 0, 0, 0, 0, new Dictionary<string, int>(), new Dictionary<string, int>());

    /// <returns>Null where the execution is not one of that state machine, or did not come to its end.</returns>
    public static async Task<PricingOutcome?> ReadAsync(Stage stage, Execution execution, CancellationToken cancellation)
    {
        if (execution.Output is not { } json || Json.Parse(json) is not JsonObject output
            || output.FindText("hour") is not { } hour || output.Find("products", "total") is not JsonNumber products || output.FindText("queryExecutionId") is null)
        {
            return null;
        }

        var prices = Nothing;
        if (output.FindText("results") is { } results)
        {
            await foreach (var batch in MapResults.OutputsAsync(stage.Lake, S3Uri.Parse(results), cancellation))
            {
                prices = Sum(prices, JsonSerializer.Deserialize(batch, PricingJson.Wire.PriceResult)!);
            }
        }

        return new(hour, (long)products.Value, prices);
    }

    private static PriceResult Sum(PriceResult one, PriceResult other) => new(
        one.Priced + other.Priced,
        one.Raised + other.Raised,
        one.Lowered + other.Lowered,
        one.Unchanged + other.Unchanged,
        one.Kept + other.Kept,
        Sum(one.Held, other.Held),
        Sum(one.Refused, other.Refused));

    private static Dictionary<string, int> Sum(IReadOnlyDictionary<string, int> one, IReadOnlyDictionary<string, int> other) =>
        one.Concat(other).GroupBy(count => count.Key).ToDictionary(counts => counts.Key, counts => counts.Sum(count => count.Value));
}
