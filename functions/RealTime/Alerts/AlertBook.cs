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

        await ChangeAsync(change, held => held is null || held.Flag(mark) ? null : With(held, mark), cancellation);
    }

    /// <summary>Makes the item of the alert, or writes into it that the alert is over.</summary>
    private Task<Item> RecordAsync(AlertChange change, CancellationToken cancellation) => ChangeAsync(
        change,
        held => held is null ? New(change)
            : change.IsCleared && held.Text("status") != "cleared" ? Cleared(held, change)
            : null,
        cancellation);

    /// <param name="next">What takes the item's place; null: it is as it should be.</param>
    /// <returns>The item that the table now has.</returns>
    private async Task<Item> ChangeAsync(AlertChange change, Func<Item?, Item?> next, CancellationToken cancellation)
    {
        while (true)
        {
            var held = (await alerts.GetAsync([new(change.AlertId)], cancellation))[0];
            if (next(held) is not { } wanted)
            {
                return held!;
            }

            var revision = held?.Whole(Attributes.Revision) ?? 0;
            wanted[Attributes.Revision] = ItemValue.Of(revision + 1);
            switch ((await alerts.PutAsync([new(wanted, Condition.AtRevision(revision))], cancellation))[0])
            {
                case PutOutcome.Written:
                    return wanted;
                case PutOutcome.Busy:
                    throw new TableBusyException($"The table of alerts did not take {change.AlertId}.");
            }
        }
    }

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
