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
    private const int WarmUpSeconds = 10;
    private const int MarksPerSecond = 20;
    private const int Trucks = 1_000;
    private const int RecordsOfShard = 1_000;
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
        // As many shards as so many records need on AWS. Keys do not spread evenly, so that the limit of each is lifted.
        var shards = (eventsPerSecond + RecordsOfShard - 1) / RecordsOfShard;
        await stage.Kinesis.EnsureStreamAsync("telemetry", shards, WorkflowFiles.Streams["telemetry"].RetentionHours);
        await using var streams = stage.OpenStreams(_ => { });
        await using var pipeline = new StreamPipeline(stage, streams, _ => { }, _ => { });
        stage.Kinesis.IsUnlimited = true;
        pipeline.Start();
        await pipeline.ReadyAsync();
        var minutes = stage.Tables.Table(TableSchema.Minutes);
        // The methods of the first events are still being compiled, which no stage that has run for a while shows.
        var number = await PutAsync(WarmUpSeconds, 0, _ => { });
        await pipeline.CaughtUpAsync(default);
        var (warmUp, before) = (number, Environment.CpuUsage.TotalTime);
        var watching = new List<Task<TimeSpan>>();
        number = await PutAsync(Seconds, warmUp, mark => watching.Add(RowAsync(minutes, mark)));
        var took = (await Task.WhenAll(watching)).Select(time => time.TotalMilliseconds).Order().ToList();
        await pipeline.CaughtUpAsync(default);
        Answer.Require(pipeline.Totals.Counted == number, $"{pipeline.Totals.Counted} of {number} events were counted.");
        var processors = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        Row("Events a second that were put", $"{Seconds} s, {shards} shards", $"{(number - warmUp) / (double)Seconds:N0}");
        Row("Events a second of one processor's time, put, counted, and on their way into the lake", $"{number - warmUp:N0} events", $"{(number - warmUp) / processors:N0}");
        Row("From put to the row of the minute, median", $"{took.Count} rows", $"{took[took.Count / 2]:0} ms");
        Row("The same, 99th of 100", $"{took.Count} rows", $"{took[(int)(took.Count * 0.99)]:0} ms");

        async Task<int> PutAsync(int seconds, int first, Action<ItemKey> mark)
        {
            var (watch, next) = (Stopwatch.StartNew(), first);
            while (watch.Elapsed < TimeSpan.FromSeconds(seconds))
            {
                // A loop that waits without a pause would take a processor from what is measured.
                var early = ((next - first) / (double)eventsPerSecond) - watch.Elapsed.TotalSeconds;
                if (early > 0)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(early * 1_000)), TimeProvider.System);
                    continue;
                }

                var now = TimeProvider.System.GetUtcNow();
                var key = next % (eventsPerSecond / MarksPerSecond) == 0 ? $"M{next}" : null;
                await stage.Kinesis.PutAsync("telemetry", [.. Enumerable.Range(0, EventsOfPut).Select(i => Event(i == 0 && key is not null ? key : $"T{(next + i) % Trucks:00000}", next + i, now))]);
                if (key is not null)
                {
                    // A truck of its own, whose row is waited for.
                    mark(new($"truck#{key}", now.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture)));
                }

                next += EventsOfPut;
            }

            return next;
        }
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
