using System.Globalization;
using Local.Services;
using RealTime.Minutes;
using RealTime.Streams;
using RealTime.Tables;

namespace Local.Report;

/// <summary>Reads what came of the road from the stage's tables.</summary>
internal static class RoadReport
{
    private const string Prefix = "truck#";

    private static readonly int Cargo = KnownStreams.Telemetry.Measures.ToList().FindIndex(measure => measure.Field == "cargo_c");

    /// <param name="counts">Without tracks and alerts.</param>
    public static async Task<RoadFacts> ReadAsync(Stage stage, RoadFacts counts, CancellationToken cancellation)
    {
        var item = new MinuteItem(KnownStreams.Telemetry);
        var rows = new List<MinuteRow>();
        await foreach (var row in stage.Tables.Table(TableSchema.Minutes).ScanAsync(cancellation))
        {
            if (row.Text("k").StartsWith(Prefix, StringComparison.Ordinal))
            {
                rows.Add(item.Read(row));
            }
        }

        var alerts = new List<RoadAlert>();
        await foreach (var alert in stage.Tables.Table(TableSchema.Alerts).ScanAsync(cancellation))
        {
            if (alert.Text("k").StartsWith(Prefix, StringComparison.Ordinal))
            {
                alerts.Add(Alert(alert));
            }
        }

        return counts with
        {
            Trucks =
            [
                .. rows.GroupBy(row => row.Id.Key)
                    .OrderBy(truck => truck.Key, StringComparer.Ordinal)
                    .Select(truck => new TruckTrack(truck.Key[Prefix.Length..], [.. truck.OrderBy(row => row.Id.Minute).SelectMany(Minute)])),
            ],
            Alerts = [.. alerts.OrderBy(alert => alert.OpenedAt).ThenBy(alert => alert.TruckId, StringComparer.Ordinal)],
        };
    }

    private static IEnumerable<TrackMinute> Minute(MinuteRow row)
    {
        if (row.Last is { } last)
        {
            yield return new(
                row.Id.Minute, (double)last.Place.Latitude, (double)last.Place.Longitude, row.Measures[Cargo].Mean / KnownStreams.Telemetry.Measures[Cargo].Scale);
        }
    }

    private static RoadAlert Alert(Item item) => new(
        item.Text("k")[Prefix.Length..],
        item.Text("kind"),
        Time(item.Text("opened_at")),
        item.TextOrNull("cleared_at") is { } cleared ? Time(cleared) : null,
        (double)item.Number("value"),
        (item.NumberOrNull("latitude"), item.NumberOrNull("longitude")) is ({ } latitude, { } longitude) ? ((double)latitude, (double)longitude) : null);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
