using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace AwsFakes;

/// <summary>Events of a Kinesis stream, as Lambda's poller writes them.</summary>
public static class KinesisEvent
{
    /// <param name="stream">Its name.</param>
    /// <param name="arrivedAt">Of every record.</param>
    /// <returns>Records of the first shard with the sequence numbers 1, 2 and so on, and this data.</returns>
    public static string Of(string stream, DateTimeOffset arrivedAt, params IEnumerable<string> data) => new JsonObject
    {
        ["Records"] = new JsonArray([.. data.Select((text, index) => (JsonNode)Record(
            stream, arrivedAt, (index + 1).ToString(CultureInfo.InvariantCulture), text))]),
    }.ToJsonString();

    private static JsonObject Record(string stream, DateTimeOffset arrivedAt, string number, string data) => new()
    {
        ["kinesis"] = new JsonObject
        {
            ["kinesisSchemaVersion"] = "1.0",
            ["partitionKey"] = "key",
            ["sequenceNumber"] = number,
            ["data"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(data)),
            ["approximateArrivalTimestamp"] = arrivedAt.ToUnixTimeMilliseconds() / 1000m,
        },
        ["eventSource"] = "aws:kinesis",
        ["eventVersion"] = "1.0",
        ["eventID"] = $"shardId-000000000000:{number}",
        ["eventName"] = "aws:kinesis:record",
        ["invokeIdentityArn"] = "arn:aws:iam::123456789012:role/stream-minutes",
        ["awsRegion"] = "eu-west-1",
        ["eventSourceARN"] = $"arn:aws:kinesis:eu-west-1:123456789012:stream/{stream}",
    };
}
