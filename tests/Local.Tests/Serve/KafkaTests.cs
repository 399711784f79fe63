using Kafka;
using Local.Faults;
using Local.Services;
using Local.StreamMinutes;
using Local.Tests.Cli;
using Tests.Shared;

namespace Local.Tests.Serve;

/// <summary>What trucks report by way of Kafka: the same minutes as by the stage's stream, and a client library that nobody loads unasked.</summary>
public sealed class KafkaTests : IDisposable
{
    private const string Topic = "telemetry";
    private const string Group = "counting";
    private const int Records = 3_000;

    private static readonly (string, string)[] Impatient = [("session.timeout.ms", "3000"), ("heartbeat.interval.ms", "200")];

    private readonly MockKafka kafka = new();
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Throttled_tables_and_processes_that_end_in_mid_batch_give_the_rows_that_the_stream_gives()
    {
        var sent = TelemetryTraffic.Of(seed: 5, Records);
        using (var writer = await TopicWriter.OpenAsync(kafka.Connection(Group), Topic))
        {
            await writer.SendAsync(sent.Select(one => (one.Record.PartitionKey, one.Record.Data)), Cancellation);
            var faults = new FaultInjection(FaultSpec.Parse("dynamodb=0.002,seed=5"), () => Assert.Fail("No crash was asked for."));

            // Dies in the middle of its first batches: some are in the tables and not committed.
            await RunAsync(faults, async (telemetry, _) =>
            {
                while (telemetry().Counted == 0)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancellation);
                }
            });
            await RunAsync(faults, (_, reader) => reader.CaughtUpAsync(writer.Sent, Cancellation));

            Assert.Equal(writer.Sent.Values.Sum(last => last + 1), kafka.Committed(Topic, Group).Values.Sum());
        }

        await using var stage = Open(null);
        Assert.Equal(TelemetryTraffic.Recomputed(sent), await TelemetryTraffic.RowsAsync(stage));
        Assert.Equal(
            sent.Where(one => one.IsTooOld).Select(one => one.Id).Distinct().Count(),
            stage.Lake.List(new("streaming-analytics-lake", "late/telemetry/")).Count);
    }

    [Fact]
    public async Task Killed_in_mid_batch_serve_goes_on_where_its_group_is_and_no_row_is_counted_twice()
    {
        var sent = TelemetryTraffic.Of(seed: 6, Records);
        using var writer = await TopicWriter.OpenAsync(kafka.Connection(Group), Topic);
        await writer.SendAsync(sent.Select(one => (one.Record.PartitionKey, one.Record.Data)), Cancellation);
        await File.WriteAllLinesAsync(folder["kafka.properties"], Impatient.Select(one => $"{one.Item1}={one.Item2}"), Cancellation);
        string[] options = ["--bootstrap", kafka.Bootstrap, "--group", Group, "--kafka-properties", folder["kafka.properties"]];
        using (var first = await ServeProcess.StartAsync(folder["data"], 0, options))
        {
            await UntilCommittedAsync(1);
            first.Kill();
        }

        using (await ServeProcess.StartAsync(folder["data"], 0, options))
        {
            await UntilCommittedAsync(writer.Sent.Values.Sum(last => last + 1));
        }

        await using var stage = Open(null);
        Assert.Equal(TelemetryTraffic.Recomputed(sent), await TelemetryTraffic.RowsAsync(stage));
    }

    [Fact]
    public async Task The_client_library_is_loaded_where_a_cluster_is_named_and_nowhere_else()
    {
        using var without = await ServeProcess.StartAsync(folder["without"], 0, "--live");
        using var with = await ServeProcess.StartAsync(folder["with"], 0, "--bootstrap", kafka.Bootstrap);

        // The library's native half, which the managed one loads at its first use.
        while (!with.Loaded.Any(IsOfKafka))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancellation);
        }

        Assert.DoesNotContain(without.Loaded, IsOfKafka);
    }

    [Fact]
    public async Task Trucks_that_drive_over_Kafka_are_counted_as_those_that_drive_over_the_stream()
    {
        using var over = new LocalProgram();
        using var stream = new LocalProgram();
        var start = TimeProvider.System.GetUtcNow().AddHours(-12).ToString("yyyy-MM-ddTHH:00:00Z", System.Globalization.CultureInfo.InvariantCulture);
        foreach (var program in (LocalProgram[])[over, stream])
        {
            await program.StoresAsync();
            await program.StartAsync();
            await program.JsonAsync("trucks");
        }

        var byKafka = await over.JsonAsync("drive", "--start", start, "--bootstrap", kafka.Bootstrap);
        var byStream = await stream.JsonAsync("drive", "--start", start);

        Assert.Equal((long)byKafka["records"]!, (long)byKafka["came"]!["counted"]! + (long)byKafka["came"]!["repeated"]!);

        // A drive up to the present: the later of the two has a few records more.
        Assert.InRange((long)byStream["records"]! - (long)byKafka["records"]!, 0, (long)byStream["records"]! / 10);
        Assert.Equal((long)byKafka["records"]!, kafka.Committed(Topic, KafkaConnection.UsualGroup).Values.Sum());
        Assert.Equal(
            (await stream.JsonAsync("minutes"))["keys"]!.AsArray().Select(key => (string)key!["name"]!),
            (await over.JsonAsync("minutes"))["keys"]!.AsArray().Select(key => (string)key!["name"]!));
    }

    [Fact]
    public async Task Where_no_broker_answers_serve_says_so_and_does_not_start()
    {
        using var program = new LocalProgram();
        Directory.CreateDirectory(program.Data);

        var printed = await program.RunAsync("serve", "--port", "0", "--bootstrap", "127.0.0.1:1");

        Assert.Equal(1, printed.ExitCode);
        Assert.Contains("No broker answers at 127.0.0.1:1: ", printed.Error, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        kafka.Dispose();
        folder.Dispose();
    }

    private static bool IsOfKafka(string file) => file.Contains("librdkafka", StringComparison.Ordinal);

    private Stage Open(FaultInjection? faults) => Stage.Open(folder["data"], TimeProvider.System, new Random(1), faults);

    private async Task UntilCommittedAsync(long records)
    {
        while (kafka.Committed(Topic, Group).Values.Sum() < records)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancellation);
        }
    }

    private async Task RunAsync(FaultInjection faults, Func<Func<StreamTotals>, TopicReader, Task> until)
    {
        await using var stage = Open(faults);
        await using var streams = stage.OpenStreams(_ => { });
        await using var pipeline = new StreamPipeline(stage, streams, _ => { });
        pipeline.Start();
        await pipeline.ReadyAsync();
        await using var reader = new TopicReader(
            kafka.Connection(Group, Impatient), Topic, size: 100, TimeSpan.FromMilliseconds(50), pipeline.CountTopicAsync, _ => { }, TimeProvider.System);
        reader.Start();
        await until(() => pipeline.Totals, reader);
    }
}
