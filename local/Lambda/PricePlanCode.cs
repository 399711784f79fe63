using System.Text.Json;
using Pricing;
using RealTime.Tables;

namespace Local.Lambda;

/// <summary>PricePlan: the prices that the function sets, in the stage's table.</summary>
/// <param name="prices">Opened when the first batch comes.</param>
internal sealed class PricePlanCode(Func<ITable> prices)
{
    public async Task<byte[]> PlanPricesAsync(byte[] payload, CancellationToken cancellation)
    {
        var request = JsonSerializer.Deserialize(payload, PricingJson.Wire.PriceRequest)
            ?? throw new JsonException("The payload is null.");
        var result = await new PriceBook(prices(), PriceRule.Deployed).SetAsync(request, cancellation);
        return JsonSerializer.SerializeToUtf8Bytes(result, PricingJson.Wire.PriceResult);
    }
}
