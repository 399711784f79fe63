using System.Text.Json;
using Replenishment;
using Replenishment.Planning;

namespace Local.Lambda;

/// <summary>StorePlanning: the planning that the function runs.</summary>
internal static class StorePlanningCode
{
    public static Task<byte[]> PlanStoresAsync(byte[] payload, CancellationToken cancellation)
    {
        var request = JsonSerializer.Deserialize(payload, ReplenishmentJson.Wire.PlanRequest)
            ?? throw new JsonException("The payload is null.");
        return Task.FromResult(JsonSerializer.SerializeToUtf8Bytes(
            ReplenishmentPlan.For(request).ToResult(), ReplenishmentJson.Wire.PlanResult));
    }
}
