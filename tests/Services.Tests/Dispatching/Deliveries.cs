using System.Globalization;
using System.Text.Json;
using Replenishment;
using Replenishment.Planning;

namespace Services.Tests.Dispatching;

/// <summary>Delivery requests as planning sends them, of which a test says only what it is about.</summary>
internal static class Deliveries
{
    public static string Body(string id, int store, params int[] products) => JsonSerializer.Serialize(
        new DeliveryRequest
        {
            DeliveryId = id,
            ExecutionId = "arn:aws:states:us-east-1:000000000000:execution:StorePlanning:test",
            StoreId = StoreId(store),
            DepotId = "D1",
            Latitude = 52 + (0.1 * store),
            Longitude = 13,
            DepotLatitude = 52,
            DepotLongitude = 13,
            DepotTrucks = 2,
            TruckVolumeL = 100,
            Priority = 1,
            Lines = [.. products.Select(product => Line(store, product))],
            VolumeL = 40 * products.Length,
            RequestedAt = new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.Zero),
        },
        ReplenishmentJson.Wire.DeliveryRequest);

    public static string Key(int store, int product) =>
        string.Create(CultureInfo.InvariantCulture, $"{StoreId(store)}|P{product}|2026-11-20T07:00:00.000Z");

    private static string StoreId(int store) => string.Create(CultureInfo.InvariantCulture, $"S{store}");

    private static DeliveryLine Line(int store, int product) => new()
    {
        OrderKey = Key(store, product),
        ProductId = string.Create(CultureInfo.InvariantCulture, $"P{product}"),
        Quantity = 6,
        Cases = 1,
        VolumeL = 40,
    };
}
