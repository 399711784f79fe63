using System.Text.Json;
using Replenishment.Dispatching;
using Replenishment.Planning;

namespace Replenishment.Tests.Dispatching;

/// <summary>Messages off the queue; a test states what it is about.</summary>
internal static class Deliveries
{
    public const string Counted = "2026-11-20T09:15:00.000Z";

    public static DeliveryLine Line(string store, string product, long cases = 2, decimal caseVolumeL = 10) => new()
    {
        OrderKey = $"{store}|{product}|{Counted}",
        ProductId = product,
        Quantity = cases * 6,
        Cases = cases,
        VolumeL = cases * caseVolumeL,
        DaysOfCover = 2,
    };

    public static DeliveryRequest To(string store, params IReadOnlyList<DeliveryLine> lines) => new()
    {
        DeliveryId = $"delivery to {store}",
        ExecutionId = "monday",
        StoreId = store,
        Region = "north",
        DepotId = "D01",
        Latitude = 53.5 + (store[^1] / 1000.0),
        Longitude = 10,
        DepotLatitude = 53.55,
        DepotLongitude = 9.99,
        DepotTrucks = 2,
        TruckVolumeL = 100,
        Priority = 2,
        Lines = lines,
        VolumeL = lines.Sum(line => line.VolumeL),
        RequestedAt = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero),
    };

    public static DeliveryMessage Message(this DeliveryRequest delivery, string? id = null) => new(
        id ?? delivery.DeliveryId, JsonSerializer.Serialize(delivery, ReplenishmentJson.Wire.DeliveryRequest));
}
