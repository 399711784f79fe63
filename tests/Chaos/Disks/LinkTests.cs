using Chaos.Runs;
using Lake.S3;

namespace Chaos.Disks;

/// <summary>Symbolic links in the data folder lead nowhere, and the folder is its user's alone.</summary>
public sealed class LinkTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Links_in_the_lake_that_go_in_a_circle_or_elsewhere_change_no_plan()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows gives links to administrators alone.");
        using var site = await Site.CreateAsync(stores: 6, products: 10);
        using var linked = site.Copy();
        var lake = Path.Combine(linked.Data, "s3", "streaming-analytics-lake");
        var inventory = Path.Combine(lake, "inventory");
        Directory.CreateSymbolicLink(Path.Combine(inventory, "again"), inventory);
        Directory.CreateSymbolicLink(Path.Combine(lake, "stores", "self"), Path.Combine(lake, "stores"));
        File.CreateSymbolicLink(Path.Combine(lake, "stores", "more.csv"), "/etc/passwd");
        File.CreateSymbolicLink(Path.Combine(inventory, "nowhere.parquet"), "/none");
        string[] start = ["start", "--name", "monday", "--output", "json", "--input", $$"""{"asOf":"{{Site.Day}}"}"""];

        await new LocalProgram(site.Data).SucceedAsync(start);
        await new LocalProgram(linked.Data).SucceedAsync(start);

        var (plain, behind) = (new Reading.Books(site.Data).Planned, new Reading.Books(linked.Data).Planned);
        Assert.NotEmpty(plain);
        Assert.Equal(plain.Count, behind.Count);
    }

    [Fact]
    public async Task No_key_of_the_lake_reads_writes_or_deletes_through_a_link()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows gives links to administrators alone.");
        using var folder = new Tests.Shared.TemporaryFolder();
        var lake = new S3Folder(folder["data"]);
        lake.CreateBucket("bucket");
        Directory.CreateDirectory(folder["outside"]);
        await File.WriteAllTextAsync(folder["outside/secret"], "secret", Cancellation);
        Directory.CreateSymbolicLink(folder["data/s3/bucket/folder"], folder["outside"]);
        File.CreateSymbolicLink(folder["data/s3/bucket/file"], folder["outside/secret"]);

        Assert.Empty(lake.List(new("bucket", "")));
        Assert.Empty(lake.List(new("bucket", "folder/")));
        foreach (var key in new[] { "file", "folder/secret", "folder/new" })
        {
            S3Uri uri = new("bucket", key);
            foreach (var call in new Action[] { () => lake.OpenRead(uri), () => lake.Head(uri), () => lake.Put(uri, "x"u8), () => lake.Delete(uri) })
            {
                Assert.Equal("AccessDenied", Assert.Throws<S3Exception>(call).Code);
            }
        }

        Assert.Equal(["secret"], Directory.EnumerateFiles(folder["outside"]).Select(Path.GetFileName));
        Assert.Equal("secret", await File.ReadAllTextAsync(folder["outside/secret"], Cancellation));
    }

    [Theory]
    [InlineData("lock.pid")]
    [InlineData("lock")]
    public async Task A_lock_that_is_a_link_is_not_written_through(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows gives links to administrators alone.");
        using var folder = new Tests.Shared.TemporaryFolder();
        await File.WriteAllTextAsync(folder["mine"], "mine", Cancellation);
        Directory.CreateDirectory(folder["data"]);
        File.CreateSymbolicLink(folder[$"data/{name}"], folder["mine"]);

        var printed = await new LocalProgram(folder["data"]).RunAsync("queue");

        Assert.Equal(
            (1, $"'{folder[$"data/{name}"]}' is a symbolic link to '{folder["mine"]}', and is not followed. Delete the link, or name another folder with --data.\n"),
            (printed.ExitCode, printed.Error));
        Assert.Equal("mine", await File.ReadAllTextAsync(folder["mine"], Cancellation));
    }

    [Fact]
    public async Task What_is_written_is_the_users_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A profile of Windows is its user's already.");
        using var folder = new Tests.Shared.TemporaryFolder();
        await using (var served = await Served.StartAsync(data: folder["data"]))
        {
            await served.CallAsync("Firehose_20150804.PutRecord", """{"DeliveryStreamName":"inventory","Record":{"Data":"e30="}}""");
            await served.CallAsync("AmazonAthena.StartQueryExecution", """{"QueryString":"SELECT 1"}""");
        }

        Assert.All(
            Directory.EnumerateFileSystemEntries(folder["data"], "*", SearchOption.AllDirectories).Append(folder["data"]),
            path => Assert.Equal((path, default(UnixFileMode)), (path, OperatingSystem.IsWindows() ? default : Shared(path))));
    }

    [Fact]
    public async Task A_folder_that_was_deleted_is_told_of_and_nothing_is_taken()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows deletes no folder whose files are open.");
        using var folder = new Tests.Shared.TemporaryFolder();
        await using var served = await Served.StartAsync(data: folder["data"]);
        Directory.Delete(folder["data"], recursive: true);

        foreach (var operation in new[] { "AWSStepFunctions.ListStateMachines", "AmazonSQS.ListQueues", "Kinesis_20131202.ListStreams" })
        {
            var (status, answer) = await served.CallAsync(operation, "{}");
            Assert.Equal(503, status);
            Assert.Contains($"The data folder '{folder["data"]}' is gone. End serve, put the folder back, and start again.", answer, StringComparison.Ordinal);
        }

        Assert.Equal(503, (await served.GetAsync("/console/api/product")).Status);
        Assert.Equal(200, (await served.GetAsync("/")).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public async Task A_data_folder_without_a_name_gets_a_sentence(string name)
    {
        var printed = await new LocalProgram(name).RunAsync("queue");

        Assert.Equal(
            (1, "The data folder has no name. Name one with --data, or leave that out for '.local'.\n"), (printed.ExitCode, printed.Error));
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static UnixFileMode Shared(string path) => File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}
