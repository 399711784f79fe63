using Local.Services;
using RealTime.Minutes;
using RealTime.Streams;
using RealTime.Tables;

namespace Local.Report;

/// <summary>Reads the trucks' ways from the stage's table of minutes.</summary>
internal static class RoadReport
{
    private const string Prefix = "truck#";

    private static readonly int Cargo = KnownStreams.Telemetry.Measures.ToList().FindIndex(measure => measure.Field == "cargo_c");

    /// <returns>The tracks by truck, with a place for each minute in which the truck reported.</returns>
    public static async Task<IReadOnlyList<TruckTrack>> TracksAsync(Stage stage, CancellationToken cancellation)
    {
        var item = new MinuteItem(KnownStreams.Telemetry);
        var rows = new List<MinuteRow>();
        await foreach (var row in stage.Tables.Table(TableSchema.Minutes).ScanAsync(cancellation))
        {
            if (TruckOf(row.Text("k")) is not null)
            {
                rows.Add(item.Read(row));
            }
        }

        return
        [
            .. rows.GroupBy(row => row.Id.Key)
                .OrderBy(truck => truck.Key, StringComparer.Ordinal)
                .Select(truck => new TruckTrack(TruckOf(truck.Key)!, [.. truck.OrderBy(row => row.Id.Minute).SelectMany(Minute)])),
        ];
    }

    /// <summary>The truck of a key; null where it is another thing's.</summary>
    public static string? TruckOf(string key) => key.StartsWith(Prefix, StringComparison.Ordinal) ? key[Prefix.Length..] : null;

    private static IEnumerable<TrackMinute> Minute(MinuteRow row)
    {
        if (row.Last is { } last)
        {
            yield return new(
                row.Id.Minute, (double)last.Place.Latitude, (double)last.Place.Longitude, row.Measures[Cargo].Mean / KnownStreams.Telemetry.Measures[Cargo].Scale);
        }
    }
}
