using Lake.S3;
using Tests.Shared;

namespace Chaos.Hostile;

/// <summary>Keys, buckets and names that would lead out of the data folder.</summary>
public sealed class ObjectKeyTests
{
    public static TheoryData<string> Keys => new(
    [
        "..", "../x", "../../x", "a/../../x", "a/../../../../../../tmp/x", "/etc/passwd", "//x", "a//x", "./x", "a/.", "a/..", "", "/", "\0", "a\0b", "a\\..\\x", "C:\\x",
        "a\nb", "\u001b[2J", new string('a', 256), new string('é', 128), string.Join('/', Enumerable.Repeat("ab", 500)), "~/x", "%2e%2e/x", "\u202e..", "..\u200b/x", "con", "a:b",
    ]);

    [Theory]
    [MemberData(nameof(Keys))]
    public void An_object_lies_in_its_bucket_or_nowhere(string key)
    {
        using var folder = new TemporaryFolder();
        var lake = new S3Folder(folder["data"]);
        lake.CreateBucket("lake");

        Try(() => lake.Put(new("lake", key), "x"u8));
        Try(() => lake.Delete(new("lake", key)));
        Try(() => lake.List(new("lake", key)));
        Try(() => lake.Put(new("lake", key), "x"u8));

        Assert.All(
            Directory.GetFiles(folder.Root, "*", SearchOption.AllDirectories),
            file => Assert.StartsWith(Path.Combine(folder["data"], "s3", "lake") + Path.DirectorySeparatorChar, file, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_bucket_lies_in_the_lake_or_nowhere(string bucket)
    {
        using var folder = new TemporaryFolder();
        var lake = new S3Folder(folder["data"]);

        Try(() => lake.CreateBucket(bucket));
        Try(() => lake.Put(new(bucket, "x"), "x"u8));

        Assert.All(
            Directory.GetFileSystemEntries(folder.Root, "*", SearchOption.AllDirectories).Except([folder["data"], folder["data/tmp"]]),
            entry => Assert.StartsWith(Path.Combine(folder["data"], "s3"), entry, StringComparison.Ordinal));
    }

    [Fact]
    public void Whatever_the_key_no_file_lies_elsewhere()
    {
        using var folder = new TemporaryFolder();
        var lake = new S3Folder(folder["data"]);
        lake.CreateBucket("lake");
        Hostile.Read(["inventory/dt=2026-11-20/hour=09/a.parquet", "../x", "a/../b"], key => Try(() => lake.Put(new("lake", key), "x"u8)));

        Assert.All(
            Directory.GetFiles(folder.Root, "*", SearchOption.AllDirectories),
            file => Assert.StartsWith(Path.Combine(folder["data"], "s3", "lake") + Path.DirectorySeparatorChar, file, StringComparison.Ordinal));
    }

    // Refused in S3's own words, or taken.
    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (S3Exception refused)
        {
            Assert.NotEmpty(refused.Code);
        }
    }
}
