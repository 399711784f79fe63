using System.CommandLine;
using System.Globalization;
using Lake.Counting;
using Local.Services;
using RealTime.Tables;

namespace Local.Cli;

/// <summary><c>alerts</c>: what was found, open or cleared.</summary>
internal static class AlertsCommand
{
    public static Command Create(CommonOptions common, Terminal terminal)
    {
        var open = new Option<bool>("--open") { Description = "Shows only the alerts that are still open." };
        var command = new Command("alerts", "Shows the alerts, the newest first.") { open };
        command.SetAction(async (parsed, cancellation) =>
        {
            var output = common.Apply(parsed, terminal);
            await using var stage = common.OpenExistingStage(parsed);
            var result = await ReadAsync(stage, parsed.GetValue(open), cancellation);
            output.Result(result, result.Print);
            return 0;
        });

        return command;
    }

    /// <param name="openAlone">Leaves out those that were cleared.</param>
    public static async Task<AlertsResult> ReadAsync(Stage stage, bool openAlone, CancellationToken cancellation)
    {
        var alerts = new List<AlertsResult.Alert>();
        await foreach (var item in stage.Tables.Table(TableSchema.Alerts).ScanAsync(cancellation))
        {
            alerts.Add(AlertsResult.Alert.Of(item));
        }

        return new([.. alerts
            .Where(alert => !openAlone || alert.Status == "open")
            .OrderByDescending(alert => alert.OpenedAt, StringComparer.Ordinal)
            .ThenBy(alert => alert.AlertId, StringComparer.Ordinal)]);
    }
}

internal sealed record AlertsResult(IReadOnlyList<AlertsResult.Alert> Alerts)
{
    public void Print(TextWriter output)
    {
        output.WriteLine($"{Counts.Things(Alerts.Count, "alert")}, {Alerts.Count(alert => alert.Status == "open")} of them open; times in UTC.");
        foreach (var alert in Alerts)
        {
            var until = alert.ClearedAt is { } cleared ? $"to {cleared}" : "is open";
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{alert.OpenedAt} {until,-27} {alert.Kind,-15} {alert.Key,-24} {alert.Value,8:0.0}  told {string.Join(" and ", alert.Audiences)}{(alert.Notified ? "" : " (not yet)")}"));
        }
    }

    /// <param name="Value">The judged value when the alert opened, in the event's own unit.</param>
    /// <param name="Notified">Whether the topic has taken the alert.</param>
    internal sealed record Alert(
        string AlertId,
        string Key,
        string Kind,
        string Status,
        string OpenedAt,
        string? ClearedAt,
        decimal Value,
        IReadOnlyList<string> Audiences,
        bool Notified,
        decimal? Latitude,
        decimal? Longitude)
    {
        public static Alert Of(Item item) => new(
            item.Text("alert_id"),
            item.Text("k"),
            item.Text("kind"),
            item.Text("status"),
            item.Text("opened_at"),
            item.TextOrNull("cleared_at"),
            item.Number("value"),
            item.Text("audiences").Split(','),
            item.Flag("notified"),
            item.NumberOrNull("latitude"),
            item.NumberOrNull("longitude"));
    }
}
