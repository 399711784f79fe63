using System.Globalization;
using System.Text;
using RealTime.Detection;
using RealTime.Minutes;
using RealTime.Streams;

namespace Bench.Streams;

/// <summary>Measures the processor's own code without any table, in processor time, which is the same on a busy machine.</summary>
internal static class StreamBench
{
    private const int Rounds = 3;

    public static int Run()
    {
        Core.TakeOne();
        Console.WriteLine("| What | Size | Rate |");
        Console.WriteLine("|---|---|---|");
        Fold(trucks: 200, minutes: 10, eventsOfMinute: 60);
        Anomalies(points: 200_000);
        FailuresFound.Run();
        return 0;
    }

    /// <summary>JSON to rows: each event read, checked, found to be new and counted in its minute, in batches of 500.</summary>
    private static void Fold(int trucks, int minutes, int eventsOfMinute)
    {
        const int Batch = 500;
        var start = new DateTimeOffset(2026, 11, 26, 8, 0, 0, TimeSpan.Zero);
        var records = (
            from second in Enumerable.Range(0, minutes * eventsOfMinute)
            from truck in Enumerable.Range(0, trucks)
            select Encoding.UTF8.GetBytes(
                $$"""{"event_id":"{{truck:x8}}{{second:x8}}","truck_id":"D01-T{{truck:000}}","route_id":"D01-0a1b2c3d4e5f","recorded_at":"{{start.AddMilliseconds(second * 60_000L / eventsOfMinute):yyyy-MM-ddTHH:mm:ss.fffZ}}","latitude":53.55123,"longitude":9.99321,"speed_kmh":63.4,"heading":271,"distance_m":17.6,"cargo_c":4.12,"engine_c":88.4}"""))
            .ToList();
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var rows = new Dictionary<MinuteKey, MinuteRow>();
            var reader = new EventReader(KnownStreams.Telemetry);
            var before = Environment.CpuUsage.TotalTime;
            foreach (var batch in records.Chunk(Batch))
            {
                Count(batch, reader, rows, start.AddMinutes(minutes));
            }

            best = Least(best, Environment.CpuUsage.TotalTime - before);
            Answer.Require(rows.Count == trucks * minutes
                && rows.Values.All(row => row.Count == eventsOfMinute && row.Measures[2].Sum == eventsOfMinute * 17_600L));
        }

        Row("JSON events folded into rows", $"{records.Count:n0} events, {trucks * minutes:n0} rows", records.Count, best, "events/s");
    }

    private static void Count(byte[][] batch, EventReader reader, Dictionary<MinuteKey, MinuteRow> rows, DateTimeOffset arrivedAt)
    {
        foreach (var group in batch
            .Select((record, index) => new Arrival(((EventReading.Accepted)reader.Read(record, arrivedAt)).Event, false, index))
            .GroupBy(arrival => new MinuteKey(arrival.Event.Key, arrival.Event.Minute)))
        {
            rows[group.Key] = rows.GetValueOrDefault(group.Key, new(group.Key)).With(KnownStreams.Telemetry, [.. group]).Row;
        }
    }

    private static void Anomalies(int points)
    {
        var random = new Random(1);
        var values = Enumerable.Range(0, points)
            .Select(index => (10 * Math.Sin(index * Math.PI / 144)) + random.NextDouble() + (index % 20_000 > 19_900 ? 20 : 0))
            .ToList();
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var ensemble = new AnomalyEnsemble();
            var before = Environment.CpuUsage.TotalTime;
            var alarms = values.Index().Where(value => ensemble.Score(value.Item) >= AnomalyEnsemble.Alarm).Select(value => value.Index).ToList();
            best = Least(best, Environment.CpuUsage.TotalTime - before);
            Answer.Require(Enumerable.Range(1, (points / 20_000) - 1).All(
                incident => alarms.Any(alarm => alarm - (incident * 20_000) is > 19_900 and < 20_000)));
        }

        Row("Values judged by the ensemble", $"{points:n0} values", points, best, "values/s");
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static void Row(string what, string size, int count, TimeSpan time, string unit) => Console.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"| {what} | {size} | {count / time.TotalSeconds:n0} {unit} |"));
}
