using System.Text;
using System.Text.Json;
using Kinesis;

namespace Local.StreamMinutes;

/// <summary>An object of records that were set aside.</summary>
/// <param name="Kind">refused, late, given up, or unreadable: the object itself is damaged.</param>
/// <param name="Reason">The reason why it was set aside.</param>
/// <param name="ArrivedAt">The time at which the (first) record arrived, as the object says it.</param>
/// <param name="Records">Ready to be put again.</param>
internal sealed record SetAsideObject(
    string Key, string Kind, string Stream, string Reason, string? ArrivedAt, IReadOnlyList<PutRecord> Records)
{
    public const string Late = "late";
    public const string GivenUp = "given up";
    public const string Unreadable = "unreadable";

    /// <exception cref="KeyNotFoundException">A member is missing.</exception>
    public static SetAsideObject Of(string key, JsonElement json) =>
        json.TryGetProperty("KinesisBatchInfo", out var batch) ? OfBatch(key, json, batch) : OfRecord(key, json);

    /// <summary>The record's text; null where there are several, or it is none.</summary>
    public string? Payload => Records is [var single] && TextOf(single.Data) is { } text ? text : null;

    private static SetAsideObject OfRecord(string key, JsonElement json) => new(
        key,
        json.GetProperty("kind").GetString()!,
        json.GetProperty("stream").GetString()!,
        json.GetProperty("reason").GetString()!,
        json.GetProperty("arrived_at").GetString(),
        [
            new(
                json.GetProperty("partition_key").GetString()!,
                json.TryGetProperty("payload", out var text)
                    ? Encoding.UTF8.GetBytes(text.GetString()!)
                    : json.GetProperty("payload_base64").GetBytesFromBase64()),
        ]);

    // AWS: "Lambda developer guide, Configuring destinations for failed invocations", with the batch itself in S3.
    private static SetAsideObject OfBatch(string key, JsonElement json, JsonElement batch) => new(
        key,
        GivenUp,
        batch.GetProperty("streamArn").GetString()!.Split('/')[^1],
        $"{json.GetProperty("requestContext").GetProperty("condition").GetString()} after {json.GetProperty("requestContext").GetProperty("approximateInvokeCount").GetInt64()} calls",
        batch.GetProperty("approximateArrivalOfFirstRecord").GetString(),
        [
            .. json.GetProperty("payload").GetProperty(nameof(Records)).EnumerateArray()
                .Select(record => record.GetProperty("kinesis"))
                .Select(record => new PutRecord(record.GetProperty("partitionKey").GetString()!, record.GetProperty("data").GetBytesFromBase64())),
        ]);

    private static string? TextOf(ReadOnlyMemory<byte> data)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(data.Span);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
