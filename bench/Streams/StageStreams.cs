using System.Diagnostics;
using System.Globalization;
using System.Text;
using Kinesis;
using Local.Services;
using Local.Storage;
using RealTime.Tables;
using Workflow;

namespace Bench.Streams;

/// <summary>The local stage's streams: how soon an event is in its minute, how fast a full stream opens again, what memory does.</summary>
internal static class StageStreams
{
    private const int EventsOfPut = 100;
    private const int Seconds = 20;
    private const int Trucks = 1_000;
    private const int RecordsToReopen = 1_000_000;

    /// <param name="eventsPerSecond">The events that are put each second while the time to their counting is measured.</param>
    public static async Task<int> RunAsync(int eventsPerSecond)
    {
        var folder = Directory.CreateTempSubdirectory("bench-streams").FullName;
        try
        {
            Console.WriteLine("| What | Size | Figure |");
            Console.WriteLine("|---|---|---|");
            await LatencyAsync(Path.Combine(folder, "latency"), eventsPerSecond);
            await ReopenAsync(Path.Combine(folder, "reopen.db"));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>
    /// Measures the time from the answer to a put until the row of the minute is there, while so many events come each
    /// second.
    /// </summary>
    private static async Task LatencyAsync(string folder, int eventsPerSecond)
    {
        await using var stage = Stage.Open(folder, TimeProvider.System, new Random(1));
        await using var streams = stage.OpenStreams(_ => { });
        await using var pipeline = new StreamPipeline(stage, streams, _ => { }, _ => { });
        stage.Kinesis.IsUnlimited = true;
        pipeline.Start();
        await pipeline.ReadyAsync();
        var minutes = stage.Tables.Table(TableSchema.Minutes);
        var watching = new List<Task<TimeSpan>>();
        var before = Environment.CpuUsage.TotalTime;
        var (watch, number) = (Stopwatch.StartNew(), 0);
        while (watch.Elapsed < TimeSpan.FromSeconds(Seconds))
        {
            if (watch.Elapsed.TotalSeconds * eventsPerSecond < number)
            {
                await Task.Yield();
                continue;
            }

            var now = TimeProvider.System.GetUtcNow();
            // One record of each put has a key of its own, whose row is waited for.
            var mark = $"M{number}";
            await stage.Kinesis.PutAsync("telemetry", [.. Enumerable.Range(0, EventsOfPut).Select(i => Event(i == 0 ? mark : $"T{(number + i) % Trucks:00000}", number + i, now))]);
            if (number % (eventsPerSecond / 5) == 0)
            {
                watching.Add(RowAsync(minutes, new($"truck#{mark}", now.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture))));
            }

            number += EventsOfPut;
        }

        var took = (await Task.WhenAll(watching)).Select(time => time.TotalMilliseconds).Order().ToList();
        await pipeline.CaughtUpAsync(default);
        Answer.Require(pipeline.Totals.Counted == number, $"{pipeline.Totals.Counted} of {number} events were counted.");
        var processors = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        Row("Events a second that were put", $"{Seconds} s", $"{number / (double)Seconds:N0}");
        Row("Events a second of one processor's time, put, counted, and on their way into the lake", $"{number:N0} events", $"{number / processors:N0}");
        Row("From put to the row of the minute, median", $"{took.Count} rows", $"{took[took.Count / 2]:0} ms");
        Row("The same, 99th of 100", $"{took.Count} rows", $"{took[(int)(took.Count * 0.99)]:0} ms");
    }

    private static async Task<TimeSpan> RowAsync(ITable minutes, ItemKey key)
    {
        var watch = Stopwatch.StartNew();
        while ((await minutes.GetAsync([key]))[0] is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        }

        return watch.Elapsed;
    }

    private static PutRecord Event(string truck, int number, DateTimeOffset at) => new(truck, Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"event_id":"{{number:x8}}","truck_id":"{{truck}}","recorded_at":"{{at:yyyy-MM-ddTHH:mm:ss.fffZ}}","latitude":53.5,"longitude":10,"speed_kmh":63.4,"distance_m":17.6,"cargo_c":4.12}""")));

    private static async Task ReopenAsync(string file)
    {
        var options = new KinesisOptions(file, TimeProvider.System, Ids.Random);
        var before = 0L;
        await using (var kinesis = KinesisService.Open(options))
        {
            kinesis.IsUnlimited = true;
            await kinesis.EnsureStreamAsync("telemetry", 1, WorkflowFiles.Streams["telemetry"].RetentionHours);
            var now = TimeProvider.System.GetUtcNow();
            var chunk = Enumerable.Range(0, 500).Select(i => Event($"T{i % Trucks:00000}", i, now)).ToList();
            for (var put = 0; put < RecordsToReopen / chunk.Count; put++)
            {
                await kinesis.PutAsync("telemetry", chunk);
                if (put == RecordsToReopen / chunk.Count / 10)
                {
                    before = GC.GetTotalMemory(forceFullCollection: true);
                }
            }

            var after = GC.GetTotalMemory(forceFullCollection: true);
            Row("Live memory after a tenth of a million records, and after all", $"{RecordsToReopen:N0} records", $"{before / 1e6:0.0} MB, {after / 1e6:0.0} MB");
        }

        var watch = Stopwatch.StartNew();
        await using var again = KinesisService.Open(options);
        var taken = again.TakenBy("telemetry");
        Row("Opening a stream again", $"{RecordsToReopen:N0} records", $"{watch.Elapsed.TotalSeconds:0.000} s");
        Answer.Require(taken >= RecordsToReopen, $"{taken} records are there.");
    }

    private static void Row(string what, string size, FormattableString figure) =>
        Console.WriteLine($"| {what} | {size} | {FormattableString.Invariant(figure)} |");
}
