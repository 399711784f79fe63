using System.Globalization;
using System.Text;
using Kinesis;
using Local.Services;
using RealTime.Tables;

namespace Local.Tests.Serve;

/// <summary>Events of trucks as a bad day sends them, and the minutes that plain code makes of them.</summary>
internal static class TelemetryTraffic
{
    /// <summary>5 % are there twice, 20 % up to ten minutes after their time, some are 25 hours old.</summary>
    public static List<Sent> Of(int seed, int records)
    {
        var random = new Random(seed);
        var begin = TimeProvider.System.GetUtcNow().AddHours(-3);
        var events = Enumerable.Range(0, records * 100 / 105).Select(number =>
        {
            var isTooOld = random.Next(100) == 0;
            var truck = $"T{random.Next(20):00}";
            var time = begin.AddMilliseconds(number * 1_000);
            var recorded = isTooOld ? time.AddHours(-25) : time;
            return (At: time + (random.Next(5) == 0 ? TimeSpan.FromSeconds(random.Next(600)) : TimeSpan.Zero),
                Event: new Sent($"e{number}", truck, recorded, random.Next(10_000), random.Next(2_000, 5_000), isTooOld));
        }).ToList();
        var twice = events.Where(_ => random.Next(20) == 0).Select(one => (one.At.AddSeconds(random.Next(300)), one.Event)).ToList();
        return [.. events.Concat(twice).OrderBy(one => one.Item1).Select(one => one.Event)];
    }

    /// <summary>A line for each row: key, minute, events, sum of the distances, sum, least and most of the temperatures.</summary>
    public static List<string> Recomputed(IEnumerable<Sent> sent) =>
    [
        .. sent.Where(one => !one.IsTooOld)
            .DistinctBy(one => one.Id)
            .GroupBy(one => $"truck#{one.Truck} {one.RecordedAt:yyyy-MM-ddTHH:mm}")
            .Select(row => string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Key} {row.Count()} {row.Sum(one => (long)one.DistanceMm)} {row.Sum(one => (long)one.CargoMc)} {row.Min(one => one.CargoMc)} {row.Max(one => one.CargoMc)}"))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The same of the table's rows.</summary>
    public static async Task<List<string>> RowsAsync(Stage stage)
    {
        var rows = new List<string>();
        await foreach (var item in stage.Tables.Table(TableSchema.Minutes).ScanAsync(TestContext.Current.CancellationToken))
        {
            rows.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{item.Text("k")} {item.Text("m")} {item.Whole("count")} {item.Whole("distance_mm")} {item.Whole("cargo_mc_sum")} {item.Whole("cargo_mc_min")} {item.Whole("cargo_mc_max")}"));
        }

        return [.. rows.Order(StringComparer.Ordinal)];
    }

    internal sealed record Sent(string Id, string Truck, DateTimeOffset RecordedAt, int DistanceMm, int CargoMc, bool IsTooOld)
    {
        public string Json => string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"event_id":"{{Id}}","truck_id":"{{Truck}}","recorded_at":"{{RecordedAt:yyyy-MM-ddTHH:mm:ss.fffZ}}","latitude":51,"longitude":-1,"distance_m":{{DistanceMm / 1000m}},"cargo_c":{{CargoMc / 1000m}}}""");

        public PutRecord Record => new(Truck, Encoding.UTF8.GetBytes(Json));
    }
}
