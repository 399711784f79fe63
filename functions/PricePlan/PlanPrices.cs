using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Pricing;
using Telemetry;

namespace PricePlan;

/// <summary>The <c>PlanPrices</c> task: sets the prices of a batch of products in stores for an hour.</summary>
/// <remarks>An exception fails the task, and its type is the error's name. What was set before it stays, and is not set again.</remarks>
internal sealed class PlanPrices(PriceBook prices, EmbeddedMetrics metrics, TimeProvider clock)
{
    // The time for the answer, so that a batch that is nearly done is ended by itself and not by Lambda.
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(2);

    [LambdaFunction]
    public async Task<PriceResult> HandleAsync(PriceRequest request, ILambdaContext context)
    {
        var left = context.RemainingTime - Reserve;
        using var deadline = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock);
        var result = await prices.SetAsync(request, deadline.Token);

        metrics.Write(
            context.FunctionName,
            [("execution_id", request.BatchInput.ExecutionId), ("hour", request.BatchInput.Hour)],
            [
                (MetricName.PricesSet, result.Priced),
                (MetricName.PricesRaised, result.Raised),
                (MetricName.PricesLowered, result.Lowered),
                (MetricName.PricesKept, result.Kept),
                (MetricName.RefusedProducts, result.Refused.Values.Sum()),
            ]);

        return result;
    }
}
