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
            foreach (var command in new[] { "ingest", "start", "trucks" })
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
        await program.SucceedAsync(["stores", "--stores", "12", "--products", "20", "--days", "3", "--seed", "7", "--end", $"{Site.Day}T23:59:00Z"]);
        var readings = Readings(disk);
        string[] arguments = command switch
        {
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

        await FinishAsync(program, command, printed.ExitCode == 0, readings);
        var books = new Books(program.Data);
        Assert.Empty(books.DisagreementsAtTheEnd());
        Assert.NotEmpty(books.Planned);
        Assert.Equal(command == "ingest" ? before + 1_000 : before, books.Readings);
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

    // What was interrupted is done again, as its sentence says.
    private static async Task FinishAsync(LocalProgram program, string command, bool isDone, string readings)
    {
        if (command == "ingest" && !isDone)
        {
            await program.SucceedAsync(["ingest", readings]);
        }

        if (command != "start" || !isDone)
        {
            var execution = Path.Combine(program.Data, "executions", "StorePlanning", "monday", "execution.json");
            var isStarted = File.Exists(execution);
            if (!isStarted)
            {
                await program.SucceedAsync(["start", "--name", "monday", "--input", $$"""{"asOf":"{{Site.Day}}"}"""]);
            }
            else if (command == "start")
            {
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
