using Local.Storage;
using Tests.Shared;

namespace Services.Tests.Storage;

public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    private string Root => temporary["data"];

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void The_folder_and_its_parts_are_made_when_they_are_first_asked_for()
    {
        using var folder = DataFolder.Open(Root);

        Assert.Equal(["format", "lock", "lock.pid"], Names());
        string[] parts = [folder.S3, folder.Executions, folder.Queues, folder.Ledger, folder.Athena];
        Assert.All(parts, part => Assert.True(Directory.Exists(part)));
        Assert.Equal(["athena", "executions", "format", "ledger", "lock", "lock.pid", "queues", "s3"], Names());
    }

    [Fact]
    public void A_second_process_is_told_who_has_the_folder()
    {
        using var folder = DataFolder.Open(Root);

        var refusal = Assert.Throws<DataFolderException>(() => DataFolder.Open(Root));

        Assert.Equal(
            $"The data folder '{Root}' is in use by process {Environment.ProcessId}. "
            + "Wait for it to end, end it, or name another folder with --data.",
            refusal.Message);
    }

    [Fact]
    public void A_lock_file_whose_process_is_gone_blocks_nobody()
    {
        DataFolder.Open(Root).Dispose();
        Assert.True(File.Exists(Path.Combine(Root, "lock")));

        DataFolder.Open(Root).Dispose();
    }

    [Fact]
    public void A_newer_format_is_refused()
    {
        DataFolder.Open(Root).Dispose();
        File.WriteAllText(Path.Combine(Root, "format"), "2\n");

        var refusal = Assert.Throws<DataFolderException>(() => DataFolder.Open(Root));

        Assert.Equal(
            $"The data folder '{Root}' has format 2, and this version reads up to 1. "
            + "Use the newer version that wrote it, or name another folder with --data.",
            refusal.Message);
    }

    [Fact]
    public void A_format_that_is_no_number_is_refused_and_the_folder_given_back()
    {
        DataFolder.Open(Root).Dispose();
        var format = Path.Combine(Root, "format");
        File.WriteAllText(format, "one");

        var refusal = Assert.Throws<DataFolderException>(() => DataFolder.Open(Root));

        Assert.Equal(
            $"'{format}' should hold the number of the folder's format, and holds 'one'. "
            + "Restore it from a copy, or name another folder with --data.",
            refusal.Message);
        File.WriteAllText(format, "1");
        DataFolder.Open(Root).Dispose();
    }

    [Fact]
    public void A_file_is_no_data_folder()
    {
        File.WriteAllText(Root, "");

        var refusal = Assert.Throws<DataFolderException>(() => DataFolder.Open(Root));

        Assert.Equal($"'{Root}' is a file, not a data folder. Name another folder with --data.", refusal.Message);
    }

    [Fact]
    public void A_place_that_takes_no_folder_is_refused()
    {
        File.WriteAllText(Root, "");
        var inside = Path.Combine(Root, "inside");

        var refusal = Assert.Throws<DataFolderException>(() => DataFolder.Open(inside));

        Assert.StartsWith($"The data folder '{inside}' cannot be written: ", refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            ". Give this user write access to it, or name another folder with --data.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_killed_process_left_half_written_is_cleared_away_but_the_lake_is_not_touched()
    {
        using (var folder = DataFolder.Open(Root))
        {
            File.WriteAllText(Path.Combine(folder.Queues, "queues.journal.1.unfinished"), "");
            File.WriteAllText(Path.Combine(folder.S3, "of.a.store.unfinished"), "");
        }

        using var again = DataFolder.Open(Root);

        Assert.Empty(Directory.GetFiles(again.Queues));
        Assert.Single(Directory.GetFiles(again.S3));
    }

    [Fact]
    public void A_file_is_replaced_whole()
    {
        var path = temporary["note"];
        AtomicFile.Write(path, "a long first text");
        AtomicFile.Write(path, "second");

        Assert.Equal("second", File.ReadAllText(path));
        Assert.Equal(["note"], Directory.GetFiles(temporary.Root).Select(Path.GetFileName));
    }

    private IEnumerable<string?> Names() => Directory.GetFileSystemEntries(Root).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
