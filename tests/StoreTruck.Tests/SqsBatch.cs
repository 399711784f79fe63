using System.Text.Json;
using System.Text.Json.Nodes;
using Replenishment;
using Replenishment.Planning;

namespace StoreTruck.Tests;

/// <summary>Events of the delivery queue, as Lambda's poller writes them.</summary>
internal static class SqsBatch
{
    public static DeliveryRequest Delivery(string store, params string[] products) => new()
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

    public static string Event(params string[] bodies) => new JsonObject
    {
        ["Records"] = new JsonArray([.. bodies.Select((body, index) => (JsonNode)Record($"message-{index + 1}", body))]),
    }.ToJsonString();

    private static JsonObject Record(string id, string body) => new JsonObject
    {
        ["messageId"] = id,
        ["receiptHandle"] = "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
        ["body"] = body,
        ["attributes"] = new JsonObject
        {
            ["ApproximateReceiveCount"] = "1",
            ["SentTimestamp"] = "1795165200000",
            ["SenderId"] = "AROAEXAMPLE:execution",
            ["ApproximateFirstReceiveTimestamp"] = "1795165200012",
        },
        ["messageAttributes"] = new JsonObject(),
        ["md5OfBody"] = "e4e68fb7bd0e697a0ae8f1bb342846b3",
        ["eventSource"] = "aws:sqs",
        ["eventSourceARN"] = "arn:aws:sqs:eu-west-1:123456789012:deliveries",
        ["awsRegion"] = "eu-west-1",
    };
}
