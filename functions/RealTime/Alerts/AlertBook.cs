using RealTime.Fleet;
using RealTime.Tables;

namespace RealTime.Alerts;

/// <summary>Records each change of an alert once, and tells of it at least once.</summary>
/// <remarks>
/// An alert is put on condition that its id is new, then published, then marked. After a crash in between it is
/// published again: receivers drop what they know by <c>alert_id</c> and <c>change</c>.
/// </remarks>
internal sealed class AlertBook(ITable alerts, IAlertTopic topic)
{
    private const string Notified = "notified";
    private const string ClearNotified = "clear_notified";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    private readonly AlertItems items = new(alerts);

    /// <exception cref="TableBusyException">The table could not answer now: deliver it again later.</exception>
    /// <exception cref="AlertsUndeliveredException">The topic could not take it now: deliver it again later.</exception>
    public async Task DeliverAsync(AlertChange change, CancellationToken cancellation)
    {
        var mark = change.IsCleared ? ClearNotified : Notified;
        var item = await RecordAsync(change, cancellation);
        if (item.Flag(mark))
        {
            return;
        }

        foreach (var audience in change.Audiences)
        {
            await topic.PublishAsync(change, audience, cancellation);
        }

        await items.ChangeAsync(change.AlertId, held => held is null || held.Flag(mark) ? null : With(held, mark), cancellation);
    }

    /// <summary>Makes the item of the alert, or writes into it that the alert is over.</summary>
    private async Task<Item> RecordAsync(AlertChange change, CancellationToken cancellation) => (await items.ChangeAsync(
        change.AlertId,
        held => held is null ? New(change)
            : change.IsCleared && held.Text("status") != "cleared" ? Cleared(held, change)
            : null,
        cancellation))!;

    private static Item New(AlertChange change)
    {
        var item = new Item
        {
            ["alert_id"] = ItemValue.Of(change.AlertId),
            ["k"] = ItemValue.Of(change.Key),
            ["kind"] = ItemValue.Of(change.Kind),
            ["status"] = ItemValue.Of(change.IsCleared ? "cleared" : "open"),
            ["opened_at"] = ItemValue.Of(PositionItem.Text(change.OpenedAt)),
            ["value"] = ItemValue.Of(Rounded(change.Value)),
            ["audiences"] = ItemValue.Of(string.Join(',', change.Audiences.Select(AlertChange.Name))),
            [Notified] = ItemValue.Of(false),
            [ClearNotified] = ItemValue.Of(false),
            [Attributes.ExpiresAt] = ItemValue.Of((change.OpenedAt + Kept).ToUnixTimeSeconds()),
        };
        if (change.Place is { } place)
        {
            item["latitude"] = ItemValue.Of(place.Latitude);
            item["longitude"] = ItemValue.Of(place.Longitude);
        }

        return change.IsCleared ? Cleared(item, change) : item;
    }

    private static Item Cleared(Item held, AlertChange change)
    {
        held["status"] = ItemValue.Of("cleared");
        held["cleared_at"] = ItemValue.Of(PositionItem.Text(change.ClearedAt!.Value));
        held["cleared_value"] = ItemValue.Of(Rounded(change.Value));
        return held;
    }

    private static Item With(Item held, string mark)
    {
        held[mark] = ItemValue.Of(true);
        return held;
    }

    private static decimal Rounded(double value) => Math.Round((decimal)value, 3);
}
