using System.Text.Json.Nodes;

namespace AwsFakes;

/// <summary>Events of the delivery queue, as Lambda's poller writes them.</summary>
public static class SqsEvent
{
    /// <returns>The messages <c>message-1</c>, <c>message-2</c> and so on, with these bodies.</returns>
    public static string Of(params IEnumerable<string> bodies) => new JsonObject
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
