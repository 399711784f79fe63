using System.Globalization;
using Kafka;
using Lake.Counting;
using Local.Services;
using Local.Simulating;
using Local.StreamMinutes;
using StoreSimulation;

namespace Local.Cli;

/// <summary>Sends simulated records through the streams of the data folder and waits until the functions have them all.</summary>
internal static class ProducerRun
{
    /// <param name="start">The time at which the simulation begins.</param>
    /// <param name="speed">Simulated seconds in a real one; 0: everything up to now at once, and nothing later.</param>
    /// <param name="search">The search to which events are also written; null for none.</param>
    /// <param name="kafka">The cluster by which the trucks' records go; null for the stage's own stream.</param>
    public static async Task<(long Records, StreamTotals Totals)> SendAsync(
        Stage stage, IEnumerable<TimedRecord> records, DateTimeOffset start, int speed, KafkaConnection? kafka, Uri? search, Terminal terminal, CancellationToken cancellation)
    {
        using var found = await SearchAddress.OpenAsync(search, stage, terminal.Notice, cancellation);
        await using var streams = stage.OpenStreams(terminal.Notice);

        // Hours in seconds bring dozens of alerts: the last one is shown, and the command 'alerts' has all.
        using var live = new LiveLine(terminal);
        await using var pipeline = new StreamPipeline(stage, streams, terminal.Notice, speed == 1 ? null : alert => live.Show($"  … {alert}")) { Search = found };

        // A day in seconds is more than a shard takes.
        stage.Kinesis.IsUnlimited = speed != 1;
        pipeline.Start();
        await pipeline.ReadyAsync();
        var begun = stage.Clock.GetUtcNow();
        var due = speed == 0 ? records.TakeWhile(record => record.SentAt <= begun) : records;
        var own = new KinesisStreams(stage);
        var sent = kafka is null
            ? await new StreamProducer(own, stage.Clock, speed).SendAsync(due, start, cancellation)
            : await SendByKafkaAsync(kafka, pipeline, own, due, start, speed, stage.Clock, terminal.Notice, cancellation);
        await pipeline.CaughtUpAsync(cancellation);
        return (sent, pipeline.Totals);
    }

    private static async Task<long> SendByKafkaAsync(
        KafkaConnection connection,
        StreamPipeline pipeline,
        IStreams others,
        IEnumerable<TimedRecord> records,
        DateTimeOffset start,
        int speed,
        TimeProvider clock,
        Action<string> notice,
        CancellationToken cancellation)
    {
        await using var kafka = await KafkaTelemetry.StartAsync(connection, pipeline, others, clock, notice);
        var sent = await new StreamProducer(kafka, clock, speed).SendAsync(records, start, cancellation);
        await kafka.CaughtUpAsync(cancellation);
        return sent;
    }

    public static void Print(TextWriter output, long records, StreamTotals came) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{Counts.Things(records, "record")}: {Counts.Things(came.Counted, "event")} counted, {came.CountedLate:N0} of them late, {came.Repeated:N0} repeated, {came.Late:N0} too late, {came.Refused:N0} refused; {Counts.Things(came.AlertsOpened, "alert")} opened."));
}
