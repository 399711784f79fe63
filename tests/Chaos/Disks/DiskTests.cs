using Chaos.Reading;
using Chaos.Runs;

namespace Chaos.Disks;

/// <summary>A full disk and one that takes no writes: a sentence that says so, and whole data afterwards.</summary>
public sealed class DiskTests
{
    private const int Megabytes = 64;

    // From none at all to nearly enough, so that every kind of write meets the end of the disk.
    public static TheoryData<string, int> Leaving
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (var command in new[] { "stores", "ingest", "start", "trucks" })
            {
                foreach (var kilobytes in new[] { 0, 40, 100 })
                {
                    cases.Add(command, kilobytes);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Leaving))]
    public async Task A_full_disk_ends_in_a_sentence_and_whole_data(string command, int kilobytes)
    {
        using var disk = SmallDisk.Mount(Megabytes);
        var program = new LocalProgram(Path.Combine(disk.Root, "data"));
        await program.SucceedAsync(Stores);
        var readings = Readings(disk);
        string[] arguments = command switch
        {
            "stores" => Stores,
            "ingest" => ["ingest", readings],
            "start" => ["start", "--name", "monday", "--input", $$"""{"asOf":"{{Site.Day}}"}"""],
            _ => ["trucks"],
        };
        if (command == "trucks")
        {
            await program.SucceedAsync(["start", "--name", "monday", "--input", $$"""{"asOf":"{{Site.Day}}"}"""]);
        }

        var before = new Books(program.Data).Readings;
        disk.Fill(kilobytes);

        var printed = await program.RunAsync(arguments);

        Assert.DoesNotContain("Unhandled exception", printed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", printed.Error, StringComparison.Ordinal);
        Assert.True(
            printed.ExitCode == 0 || (printed.Error + printed.Output).Contains("Make room", StringComparison.Ordinal),
            $"It failed without a remedy: {printed.Error}{printed.Output}");
        disk.MakeRoom();
        Assert.Empty(new Books(program.Data).Disagreements());

        await FinishAsync(program, command, printed.ExitCode == 0, arguments);
        var books = new Books(program.Data);
        Assert.Empty(books.DisagreementsAtTheEnd());
        Assert.NotEmpty(books.Planned);
        Assert.Equal(command switch { "stores" => 2 * before, "ingest" => before + 1_000, _ => before }, books.Readings);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("trucks")]
    [InlineData("stores")]
    public async Task A_disk_that_takes_no_writes_is_named(string command)
    {
        using var disk = SmallDisk.Mount(Megabytes);
        var program = new LocalProgram(Path.Combine(disk.Root, "data"));
        await program.SucceedAsync(["stores", "--stores", "2", "--products", "2", "--days", "1"]);
        disk.MakeReadOnly();

        var printed = await program.RunAsync([command]);

        disk.MakeWritable();
        Assert.Equal(
            (1, "", $"The data folder '{program.Data}' cannot be written: Read-only file system : '{program.Data}/lock'. Give this user write access to it, or name another folder with --data.\n"),
            (printed.ExitCode, printed.Output, printed.Error));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public async Task Reference_data_stay_as_they_were_where_the_disk_has_no_room_for_others(int kilobytes)
    {
        using var disk = SmallDisk.Mount(Megabytes);
        var program = new LocalProgram(Path.Combine(disk.Root, "data"));
        await program.SucceedAsync(Stores);
        var stores = Path.Combine(program.Data, "s3", "streaming-analytics-lake", "stores", "stores.csv");
        var before = await File.ReadAllTextAsync(stores, TestContext.Current.CancellationToken);
        var more = Path.Combine(disk.Root, "more.csv");
        await File.WriteAllLinesAsync(
            more,
            Enumerable.Range(0, 1_000).Select(number => $"S{number},Somewhere,north,D01,53.5,10.0").Prepend("store_id,name,region,depot_id,latitude,longitude"),
            TestContext.Current.CancellationToken);
        disk.Fill(kilobytes);

        var printed = await program.RunAsync("ingest", "--table", "stores", more);

        Assert.Equal((1, ""), (printed.ExitCode, printed.Output));
        Assert.Matches("^No space left on device.* Make room, then run it again; .*\n$", printed.Error);
        Assert.Equal(before, await File.ReadAllTextAsync(stores, TestContext.Current.CancellationToken));
        disk.MakeRoom();
        Assert.Equal("The table stores has 1,000 rows now.\n", await program.SucceedAsync("ingest", "--table", "stores", more));
    }

    [Fact]
    public async Task A_server_on_a_full_disk_refuses_what_it_cannot_keep_goes_on_answering_and_loses_nothing()
    {
        using var disk = SmallDisk.Mount(Megabytes);
        var program = new LocalProgram(Path.Combine(disk.Root, "data"));
        await program.SucceedAsync(Stores);
        var before = new Books(program.Data).Readings;
        await using (var served = await Served.StartAsync(data: program.Data))
        {
            Assert.Equal(200, (await served.CallAsync("Firehose_20150804.PutRecordBatch", PutOne)).Status);
            Assert.Equal(200, (await served.CallAsync("AmazonSQS.SendMessage", SendOne)).Status);
            disk.Fill(leaving: 0);

            foreach (var (operation, body) in new[] { ("Firehose_20150804.PutRecordBatch", PutMuch), ("AmazonSQS.SendMessage", SendMuch), ("AWSStepFunctions.StartExecution", StartOne) })
            {
                var (status, answer) = await served.CallAsync(operation, body);
                Assert.Equal((operation, 503, true), (operation, status, answer.Contains("Make room", StringComparison.Ordinal)));
            }

            Assert.Equal(200, (await served.CallAsync("AWSStepFunctions.ListStateMachines", "{}")).Status);
            disk.MakeRoom();

            // The mappings on the streams may have begun on the full disk: then that is told.
            Assert.All(served.Notices, notice => Assert.Contains("Make room", notice, StringComparison.Ordinal));
        }

        await using (var again = await Served.StartAsync(data: program.Data))
        {
            Assert.Equal(200, (await again.CallAsync("AWSStepFunctions.StartExecution", StartOne)).Status);
            Assert.Equal(200, (await again.CallAsync("Firehose_20150804.PutRecordBatch", PutOne)).Status);
        }

        // Twice where the lake had it and the disk had no room to note that.
        Assert.InRange(new Books(program.Data).Readings, before + 2, before + 3);
        Assert.Single(new QueueFile(program.Data).Bodies("DeliveryQueue"));
        Assert.Empty(new Books(program.Data).Disagreements());
    }

    private static readonly string[] Stores =
        ["stores", "--stores", "12", "--products", "20", "--days", "3", "--seed", "7", "--end", $"{Site.Day}T23:59:00Z"];

    private const string Queue = "http://127.0.0.1/000000000000/DeliveryQueue";
    private const string StartOne =
        """{"stateMachineArn":"arn:aws:states:us-east-1:000000000000:stateMachine:StorePlanning","name":"tuesday","input":"{\"asOf\":\"2000-01-01\"}"}""";

    // "{}", which is a reading of nothing.
    private const string PutOne = """{"DeliveryStreamName":"inventory","Records":[{"Data":"e30K"}]}""";

    private static readonly string PutMuch =
        $$"""{"DeliveryStreamName":"inventory","Records":[{"Data":"{{Convert.ToBase64String(new byte[100_000])}}"}]}""";
    private const string SendOne = $$"""{"QueueUrl":"{{Queue}}","MessageBody":"kept"}""";
    private static readonly string SendMuch = $$"""{"QueueUrl":"{{Queue}}","MessageBody":"{{new string('x', 100_000)}}"}""";

    // What was interrupted is done again, as its sentence says.
    private static async Task FinishAsync(LocalProgram program, string command, bool isDone, string[] arguments)
    {
        if (command is "stores" or "ingest" && !isDone)
        {
            await program.SucceedAsync(arguments);
        }

        if (command != "start" || !isDone)
        {
            var execution = Path.Combine(program.Data, "executions", "StorePlanning", "monday", "execution.json");
            var isStarted = File.Exists(execution);
            if (!isStarted)
            {
                await program.SucceedAsync(["start", "--name", "monday", "--input", $$"""{"asOf":"{{Site.Day}}"}"""]);
            }
            else if (command == "start" && (await program.RunAsync(["start", "--redrive", "monday"])).ExitCode != 0)
            {
                // It had failed, and the disk had room for that event and for no more: now its end is written down.
                await program.SucceedAsync(["start", "--redrive", "monday"]);
            }
        }

        await program.SucceedAsync(["trucks"]);
    }

    private static string Readings(SmallDisk disk)
    {
        var file = Path.Combine(disk.Root, "readings.jsonl");
        File.WriteAllLines(file, Enumerable.Range(0, 1_000).Select(number =>
            $$"""{"event_id":"e{{number}}","store_id":"S{{number}}","product_id":"P1","on_hand":3,"reorder_point":5,"target_level":9,"shelf_capacity":9,"case_size":1,"unit_volume_l":1.5,"recorded_at":"2026-01-01T08:00:00Z"}"""));
        return file;
    }
}
