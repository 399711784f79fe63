using System.Globalization;
using RealTime.Tables;

namespace Pricing;

/// <summary>A row of the table <c>prices</c>: what a product costs in a store since an hour, and why.</summary>
/// <param name="Hour">The last hour (UTC) for which the rule was asked, such as <c>2026-11-20T14</c>; the price holds until a later one.</param>
/// <param name="Cents">The price, in hundredths of the currency.</param>
/// <param name="ListCents">The merchant's own price then.</param>
/// <param name="OpeningCents">The price with which the hour's day (UTC) began.</param>
/// <param name="Reason">The reason of the price, as text for a merchant.</param>
/// <param name="ExecutionId">The ARN of the execution that set the price.</param>
public sealed record PriceRow(
    string StoreId, string ProductId, string Hour, long Cents, long ListCents, long OpeningCents, string Reason, string ExecutionId)
{
    /// <summary>The table's keys; on AWS the stack puts its own name before the table's.</summary>
    public static TableSchema Table { get; } = new("prices", "store_id", "product_id");

    // The price of a product that left the price list is deleted after this time.
    private const int DaysKept = 35;

    private const string HourName = "hour";
    private const string HourFormat = "yyyy-MM-dd'T'HH";

    internal ItemKey Key => new(StoreId, ProductId);

    /// <summary>The condition that the table still has the row that was read.</summary>
    /// <param name="hour">The hour of the row that was read; null when there was none.</param>
    internal static Condition IsStill(string? hour) =>
        hour is null ? new Condition.Absent() : new Condition.Equal(HourName, ItemValue.Of(hour));

    /// <returns>Null: the text names no hour.</returns>
    public static DateTimeOffset? TimeOf(string? hour) =>
        DateTimeOffset.TryParseExact(hour, HourFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>The hour that a moment lies in.</summary>
    public static string HourOf(DateTimeOffset moment) => moment.UtcDateTime.ToString(HourFormat, CultureInfo.InvariantCulture);

    /// <summary>The price with which the day of an hour began: this one, unless it is of that day itself.</summary>
    internal long OpeningOf(string hour) => hour[..10] == Hour[..10] ? OpeningCents : Cents;

    public static PriceRow Read(Item item)
    {
        ArgumentNullException.ThrowIfNull(item);

        return new(
            item.Text(Table.PartitionKey),
            item.Text(Table.SortKey!),
            item.Text(HourName),
            item.Whole("price_cents"),
            item.Whole("list_cents"),
            item.Whole("opening_cents"),
            item.Text("reason"),
            item.Text("execution_id"));
    }

    internal Item ToItem() => new()
    {
        [Table.PartitionKey] = ItemValue.Of(StoreId),
        [Table.SortKey!] = ItemValue.Of(ProductId),
        [HourName] = ItemValue.Of(Hour),
        ["price_cents"] = ItemValue.Of(Cents),
        ["list_cents"] = ItemValue.Of(ListCents),
        ["opening_cents"] = ItemValue.Of(OpeningCents),
        ["reason"] = ItemValue.Of(Reason),
        ["execution_id"] = ItemValue.Of(ExecutionId),
        [Attributes.ExpiresAt] = ItemValue.Of(TimeOf(Hour)!.Value.AddDays(DaysKept).ToUnixTimeSeconds()),
    };
}
