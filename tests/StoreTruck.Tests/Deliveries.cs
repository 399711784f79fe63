using System.Text.Json;
using Replenishment;
using Replenishment.Planning;

namespace StoreTruck.Tests;

/// <summary>What the delivery queue carries.</summary>
internal static class Deliveries
{
    public static DeliveryRequest Of(string store, params string[] products) => new()
    {
        DeliveryId = $"delivery-{store}",
        ExecutionId = "arn:aws:states:eu-west-1:123456789012:execution:store-planning:evening",
        StoreId = store,
        Region = "north",
        DepotId = "D1",
        Latitude = 53.5,
        Longitude = 10,
        DepotLatitude = 53.6,
        DepotLongitude = 10.1,
        DepotTrucks = 2,
        TruckVolumeL = 1000,
        Priority = 0,
        Lines = [.. products.Select(product => new DeliveryLine
        {
            OrderKey = $"{store}|{product}|2026-11-20T08:45:00.000Z",
            ProductId = product,
            Quantity = 24,
            Cases = 2,
            VolumeL = 36,
            DaysOfCover = 0.5,
        })],
        VolumeL = 36 * products.Length,
        RequestedAt = new(2026, 11, 20, 8, 50, 0, TimeSpan.Zero),
    };

    public static string Body(this DeliveryRequest delivery) =>
        JsonSerializer.Serialize(delivery, ReplenishmentJson.Wire.DeliveryRequest);
}
