using System.Globalization;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Replenishment;
using Replenishment.Dispatching;

namespace DispatchLedger;

/// <summary>A ledger entry as an item of the table.</summary>
internal static class LedgerItem
{
    public const string OrderKey = "order_key";
    public const string Streamed = "streamed";

    /// <summary>The table's TTL attribute, in seconds since 1970.</summary>
    public const string ExpiresAt = "expires_at";

    private const string Loads = "loads";

    // A reading can be planned again for the 31 days that a lookback may have, and its message can then lie for
    // 4 days in the queue and 14 in the dead-letter queue.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(60);

    public static Dictionary<string, AttributeValue> KeyOf(string orderKey) => new() { [OrderKey] = new(orderKey) };

    public static Dictionary<string, AttributeValue> Of(LedgerEntry entry, DateTimeOffset now) => new()
    {
        [OrderKey] = new(entry.OrderKey),
        [Loads] = new(JsonSerializer.Serialize(entry.Loads, ReplenishmentJson.Wire.IReadOnlyListDispatch)),
        [Streamed] = new() { BOOL = entry.Streamed },
        [ExpiresAt] = new() { N = (now + Kept).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) },
    };

    public static LedgerEntry Read(Dictionary<string, AttributeValue> item) => new(
        item[OrderKey].S,
        JsonSerializer.Deserialize(item[Loads].S, ReplenishmentJson.Wire.IReadOnlyListDispatch)!,
        item[Streamed].BOOL is true);
}
