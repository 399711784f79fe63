using System.Text;
using System.Text.Json;
using Replenishment.Planning;

namespace Replenishment.Dispatching;

/// <summary>Takes a delivery request out of a message, or says in a sentence why it is none.</summary>
internal static class DeliveryReader
{
    // The length of a key that a ledger on DynamoDB accepts, with room to spare.
    private const int LongestKey = 1_024;

    /// <returns>Null where there is a fault.</returns>
    public static DeliveryRequest? Read(string body, out string? fault)
    {
        try
        {
            var delivery = JsonSerializer.Deserialize(body, ReplenishmentJson.Wire.DeliveryRequest);
            fault = delivery is null ? "The body is null." : Fault(delivery);

            return fault is null ? delivery : null;
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException)
        {
            // An ArgumentException: the body holds half of a surrogate pair.
            fault = $"The body is no delivery request: {problem.Message}";
            return null;
        }
    }

    private static string? Fault(DeliveryRequest delivery) =>
        Blank(delivery) is { } blank ? $"The delivery has no {blank}."
        : !IsPlace(delivery.Latitude, delivery.Longitude) || !IsPlace(delivery.DepotLatitude, delivery.DepotLongitude)
            ? $"Delivery {delivery.DeliveryId} has coordinates that are not on Earth."
        : delivery.DepotTrucks < 1 ? $"Delivery {delivery.DeliveryId} has no truck: depot_trucks is {delivery.DepotTrucks}."
        : delivery.TruckVolumeL is <= 0 or > TruckCapacity.LargestTruckL
            ? $"Delivery {delivery.DeliveryId} has no truck: truck_volume_l is {delivery.TruckVolumeL}."
        : !Depot.IsRouteTime(delivery.RouteHours)
            ? $"Delivery {delivery.DeliveryId} leaves a route no time of a day: route_hours is {delivery.RouteHours}."
        : delivery.Lines.Count == 0 ? $"Delivery {delivery.DeliveryId} has no lines."
        : delivery.Lines.Select(line => LineFault(delivery, line)).FirstOrDefault(found => found is not null)
        ?? Repeated(delivery)
        ?? TooMuch(delivery);

    private static string? Blank(DeliveryRequest delivery) =>
        string.IsNullOrWhiteSpace(delivery.DeliveryId) ? "delivery_id"
        : string.IsNullOrWhiteSpace(delivery.ExecutionId) ? "execution_id"
        : string.IsNullOrWhiteSpace(delivery.StoreId) ? "store_id"
        : string.IsNullOrWhiteSpace(delivery.DepotId) ? "depot_id"
        : null;

    private static bool IsPlace(double latitude, double longitude) =>
        Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180;

    private static string? LineFault(DeliveryRequest delivery, DeliveryLine? line)
    {
        if (string.IsNullOrWhiteSpace(line?.OrderKey) || string.IsNullOrWhiteSpace(line.ProductId))
        {
            return $"Delivery {delivery.DeliveryId} has a line without order_key or product_id.";
        }

        var fault =
            Encoding.UTF8.GetByteCount(line.OrderKey) > LongestKey ? $"its key is longer than {LongestKey} bytes"
            : OrderKey.RecordedAt(line.OrderKey, OrderKey.Shelf(delivery.StoreId, line.ProductId)) is null
                ? "its key is not made of its store, its product and the time of a reading"
            : line.Cases < 1 || line.Quantity < 1 || line.Quantity % line.Cases != 0
                ? $"{line.Quantity} units are not {line.Cases} whole cases"
            : line.VolumeL < 0 ? "its volume_l is less than 0"
            : !TruckCapacity.IsPlausible(line.VolumeL, delivery.TruckVolumeL)
                ? $"it would fill more than {TruckCapacity.MostLoads} trucks"
            : TruckCapacity.CasesThatFit(line.Cases, line.VolumeL, delivery.TruckVolumeL) < 1
                ? "one case is larger than a truck"
            : null;

        return fault is null ? null : $"Delivery {delivery.DeliveryId}, order {line.OrderKey}: {fault}.";
    }

    private static string? Repeated(DeliveryRequest delivery)
    {
        var repeated = delivery.Lines.CountBy(line => line.ProductId).FirstOrDefault(product => product.Value > 1).Key;

        return repeated is null ? null : $"Delivery {delivery.DeliveryId} has product {repeated} twice.";
    }

    private static string? TooMuch(DeliveryRequest delivery) =>
        TruckCapacity.IsPlausible(delivery.Lines.Sum(line => line.VolumeL), delivery.TruckVolumeL)
            ? null
            : $"Delivery {delivery.DeliveryId} would fill more than {TruckCapacity.MostLoads} trucks: a count or a volume in it must be wrong.";
}
