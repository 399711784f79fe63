using System.Globalization;
using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Replenishment;
using Replenishment.Dispatching;

namespace DispatchLedger;

/// <summary>The items of the table: one for each order, one for each shelf that names its last order, and those of the waves.</summary>
internal static class LedgerItem
{
    /// <summary>The table's key.</summary>
    public const string OrderKey = "order_key";
    public const string Streamed = "streamed";
    public const string StreamedAt = "streamed_at";
    public const string LastOrder = "last_order";

    /// <summary>The table's TTL attribute, in seconds since 1970.</summary>
    public const string ExpiresAt = "expires_at";

    private const string Loads = "loads";

    public static Dictionary<string, AttributeValue> KeyOf(string orderKey) => new() { [OrderKey] = new(orderKey) };

    /// <summary>An order key never begins with a bar: it begins with a store, whose own bars are escaped.</summary>
    public static string ShelfKey(string shelf) => $"|shelf|{shelf}";

    public static string ShelfOf(Dictionary<string, AttributeValue> item) => item[OrderKey].S["|shelf|".Length..];

    public static Dictionary<string, AttributeValue> Of(LedgerEntry entry, DateTimeOffset now) => new()
    {
        [OrderKey] = new(entry.OrderKey),
        [Loads] = new(JsonSerializer.Serialize(entry.Loads, ReplenishmentJson.Wire.IReadOnlyListDispatch)),
        [Streamed] = new() { BOOL = entry.Streamed },
        [ExpiresAt] = Seconds(now + IDispatchLedger.Kept),
    };

    public static Dictionary<string, AttributeValue> OfShelf(LedgerEntry entry, DateTimeOffset now) => new()
    {
        [OrderKey] = new(ShelfKey(entry.Shelf)),
        [LastOrder] = new(entry.OrderKey),
        [ExpiresAt] = Seconds(now + IDispatchLedger.Kept),
    };

    public static LedgerEntry Read(Dictionary<string, AttributeValue> item) => new(
        item[OrderKey].S,
        JsonSerializer.Deserialize(item[Loads].S, ReplenishmentJson.Wire.IReadOnlyListDispatch)!,
        item[Streamed].BOOL is true,
        item.TryGetValue(StreamedAt, out var at)
            ? DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(at.N, CultureInfo.InvariantCulture))
            : default);

    public static AttributeValue Seconds(DateTimeOffset time) => Number(time.ToUnixTimeSeconds());

    public static AttributeValue Milliseconds(DateTimeOffset time) => Number(time.ToUnixTimeMilliseconds());

    public static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };
}
