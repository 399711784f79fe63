using RealTime.Fleet;
using RealTime.Tables;

namespace RealTime.Alerts;

/// <summary>The note that a person has seen an alert and looks after it. The alert stays open until its cause is over.</summary>
public static class Acknowledgement
{
    /// <summary>Writes into the alert who took it and when; the first one stays.</summary>
    /// <returns>False: there is no such alert.</returns>
    /// <exception cref="TableBusyException">The table could not answer now.</exception>
    public static async Task<bool> WriteAsync(ITable alerts, string alertId, string by, DateTimeOffset at, CancellationToken cancellation = default) =>
        await new AlertItems(alerts).ChangeAsync(alertId, held => Acknowledged(held, by, at), cancellation) is not null;

    private static Item? Acknowledged(Item? held, string by, DateTimeOffset at)
    {
        if (held is null || held["acknowledged_at"] is not null)
        {
            return null;
        }

        held["acknowledged_at"] = ItemValue.Of(PositionItem.Text(at));
        held["acknowledged_by"] = ItemValue.Of(by);
        return held;
    }
}
