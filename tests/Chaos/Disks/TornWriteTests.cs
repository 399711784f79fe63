using Chaos.Reading;
using Chaos.Runs;
using Lake.Counting;
using Local.Firehose;
using Local.Serve;
using Local.Services;
using Local.Storage;

namespace Chaos.Disks;

/// <summary>A power cut leaves half of the record that was being written: it counts for nothing, and all before it stays.</summary>
public sealed class TornWriteTests
{
    private const string Execution = "executions/StorePlanning/monday";

    // Those of an execution are read past their torn end; a journal sets it aside and says so.
    [Theory]
    [InlineData("queues/queues.journal", true)]
    [InlineData("ledger/dispatches.journal", true)]
    [InlineData("athena/queries.journal", true)]
    [InlineData($"{Execution}/history.jsonl", false)]
    [InlineData($"{Execution}/map-runs/*/children.jsonl", false)]
    public async Task Work_goes_on_from_the_last_whole_record(string journal, bool isTold)
    {
        using var site = await Site.CreateAsync(stores: 12, products: 20);
        var program = new LocalProgram(site.Data);
        string[] asOf = ["--input", $$"""{"asOf":"{{Site.Day}}"}"""];
        await program.SucceedAsync(["start", .. asOf]);
        Assert.Equal(1, (await program.RunAsync(["start", "--name", "monday", "--faults", "lambda=1", .. asOf])).ExitCode);
        Assert.Equal(1, (await program.RunAsync("trucks", "--faults", "firehose=1")).ExitCode);
        var file = TheFile(site.Data, journal);
        var whole = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        var half = HalfOfTheLastLine(whole);
        await File.AppendAllBytesAsync(file, half, TestContext.Current.CancellationToken);

        var redriven = await program.RunAsync("start", "--redrive", "monday");
        var dispatched = await program.RunAsync("trucks");

        Assert.Equal((0, 0), (redriven.ExitCode, dispatched.ExitCode));
        Assert.Equal(
            isTold ? $"'{file}' ended in {Counts.Things(half.Length, "byte")} of a write that never finished; this end is now in '{file}.torn-{whole.Length}'.\n" : "",
            redriven.Error + dispatched.Error);
        Assert.Equal(isTold ? half : null, isTold ? await File.ReadAllBytesAsync($"{file}.torn-{whole.Length}", TestContext.Current.CancellationToken) : null);
        var books = new Books(site.Data);
        Assert.NotEmpty(books.Planned);
        Assert.Empty(books.DisagreementsAtTheEnd());
    }

    [Fact]
    public async Task A_stream_delivers_what_it_took_before_the_cut()
    {
        using var site = await Site.CreateAsync(stores: 1, products: 1);
        var before = new Books(site.Data).Readings;
        var file = Path.Combine(site.Data, "streams", "inventory.journal");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await using (var journal = Journal<TakenRecords>.Open(file, "stream inventory", TakenRecordsJson.Lines.TakenRecords, _ => { }))
        {
            await journal.AppendAsync(new(DateTimeOffset.UnixEpoch, "{}\n"u8.ToArray()));
        }

        var length = new FileInfo(file).Length;
        await File.AppendAllTextAsync(file, "01234567 {\"arr", TestContext.Current.CancellationToken);
        var notices = new List<string>();
        await using (var stage = Stage.Open(site.Data, TimeProvider.System, new Random(1)))
        {
            await using var server = await Server.StartAsync(stage, new(Port: 0, RunsTrucks: false), notices.Add, TestContext.Current.CancellationToken);
        }

        Assert.Equal([$"'{file}' ended in 14 bytes of a write that never finished; this end is now in '{file}.torn-{length}'."], notices);
        Assert.Equal(before + 1, new Books(site.Data).Readings);
    }

    private static string TheFile(string data, string journal)
    {
        var folder = journal.Contains('*', StringComparison.Ordinal)
            ? Directory.GetDirectories(Path.Combine(data, Execution, "map-runs")).Single()
            : Path.Combine(data, Path.GetDirectoryName(journal)!);
        return Path.Combine(folder, Path.GetFileName(journal));
    }

    private static byte[] HalfOfTheLastLine(byte[] whole)
    {
        var start = Array.LastIndexOf(whole, (byte)'\n', whole.Length - 2) + 1;
        return whole[start..((start + whole.Length) / 2)];
    }
}
