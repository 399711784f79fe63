using System.Text;
using Lake.S3;

namespace Lake.Tests.S3;

public sealed class S3FolderTests : IDisposable
{
    private readonly TemporaryLake lake = new();

    public void Dispose() => lake.Dispose();

    [Fact]
    public async Task An_object_is_the_file_of_its_key()
    {
        var put = await lake.Store.PutAsync(Uri("a/b.txt"), new MemoryStream("hello"u8.ToArray()), TestContext.Current.CancellationToken);

        Assert.Equal("hello", lake.Text(Uri("a/b.txt")));
        Assert.Equal("hello", await File.ReadAllTextAsync(
            Path.Combine(lake.DataFolder, "s3", TemporaryLake.Bucket, "a", "b.txt"), TestContext.Current.CancellationToken));
        Assert.Equal(put, lake.Store.Head(Uri("a/b.txt")));
        Assert.Equal(5, put.Size);
    }

    [Fact]
    public void Keys_are_listed_in_the_order_of_their_bytes()
    {
        string[] keys = ["a/b", "a-b", "a.b", "A", "z", "a0", "\uFF5E", "\U00010000"];
        foreach (var key in keys)
        {
            lake.Store.Put(Uri(key), "x"u8);
        }

        Assert.Equal([.. keys.OrderBy(key => Convert.ToHexString(Encoding.UTF8.GetBytes(key)), StringComparer.Ordinal)], lake.Keys());
    }

    [Fact]
    public void A_prefix_need_not_end_at_a_slash()
    {
        Put("plans/1/a", "plans/12/b", "plans/2/c", "other");

        Assert.Equal(["plans/1/a", "plans/12/b"], lake.Keys("plans/1"));
        Assert.Equal(["plans/1/a"], lake.Keys("plans/1/"));
        Assert.Empty(lake.Keys("../"));
        Assert.Empty(lake.Keys("nothing/here/"));
    }

    [Fact]
    public void The_tag_of_an_object_changes_with_it()
    {
        var first = lake.Store.Put(Uri("key"), "one"u8);
        var second = lake.Store.Put(Uri("key"), "three"u8);

        Assert.NotEqual(first.ETag, second.ETag);
    }

    [Fact]
    public void An_upload_given_up_leaves_nothing()
    {
        using (var upload = lake.Store.Stage())
        {
            File.WriteAllText(upload.Add(Uri("half")), "half");
            Assert.Empty(lake.Keys());
        }

        Assert.Empty(lake.Keys());
        Assert.Empty(Directory.EnumerateFiles(lake.Store.TemporaryFolder));
    }

    [Fact]
    public void Deleting_what_is_not_there_is_no_error()
    {
        Put("a/b/c");

        lake.Store.Delete(Uri("a/b/c"));
        lake.Store.Delete(Uri("a/b/c"));

        Assert.Empty(lake.Keys());
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(lake.Store.ObjectFolder, TemporaryLake.Bucket)));
    }

    [Theory]
    [InlineData("../escape", "InvalidArgument", "The key '../escape' has a part between slashes that is empty, '.' or '..', so it cannot be kept as a file.")]
    [InlineData("a/../../b", "InvalidArgument", "The key 'a/../../b' has a part between slashes that is empty, '.' or '..', so it cannot be kept as a file.")]
    [InlineData("/etc/passwd", "InvalidArgument", "The key '/etc/passwd' has a part between slashes that is empty, '.' or '..', so it cannot be kept as a file.")]
    [InlineData("a//b", "InvalidArgument", "The key 'a//b' has a part between slashes that is empty, '.' or '..', so it cannot be kept as a file.")]
    [InlineData("a\\b", "InvalidArgument", "The key 'a\\b' holds a backslash or a control character, so it cannot be kept as a file.")]
    [InlineData("a\0b", "InvalidArgument", "The key 'a\uFFFDb' holds a backslash or a control character, so it cannot be kept as a file.")]
    [InlineData("", "InvalidArgument", "The key '' is empty, so it cannot be kept as a file.")]
    public void A_key_that_could_leave_the_folder_is_refused(string key, string code, string message)
    {
        var error = Assert.Throws<S3Exception>(() => lake.Store.Put(Uri(key), "x"u8));

        Assert.Equal((code, message), (error.Code, error.Message));
        Assert.Empty(lake.Keys());
    }

    [Fact]
    public void A_key_longer_than_a_file_name_is_refused()
    {
        var error = Assert.Throws<S3Exception>(() => lake.Store.Put(Uri(new('x', 256)), "x"u8));

        Assert.Equal("KeyTooLongError", error.Code);
        Assert.Equal("A key of 256 characters is too long: 1024 bytes, and 255 between two slashes.", error.Message);
    }

    [Fact]
    public void What_is_not_there_is_named()
    {
        var key = Assert.Throws<S3Exception>(() => lake.Store.OpenRead(Uri("nothing")));
        var bucket = Assert.Throws<S3Exception>(() => lake.Store.OpenRead(new("no-such-bucket", "key")));
        var name = Assert.Throws<S3Exception>(() => lake.Store.CreateBucket("../Up"));

        Assert.Equal(("NoSuchKey", "The key 'nothing' does not exist in the bucket 'test-lake'."), (key.Code, key.Message));
        Assert.Equal(("NoSuchBucket", "The bucket 'no-such-bucket' does not exist."), (bucket.Code, bucket.Message));
        Assert.Equal("InvalidBucketName", name.Code);
    }

    [Fact]
    public void A_key_below_an_object_is_refused_and_the_object_stays()
    {
        Put("a");

        var error = Assert.Throws<S3Exception>(() => lake.Store.Put(Uri("a/b"), "x"u8));

        Assert.Equal("The key 'a/b' cannot be kept as a file: another object's key is its folder, or the other way round.", error.Message);
        Assert.Equal(["a"], lake.Keys());
    }

    [Theory]
    [InlineData("s3://bucket/a/b", "bucket", "a/b")]
    [InlineData("s3://bucket/", "bucket", "")]
    [InlineData("s3://bucket", "bucket", "")]
    public void A_place_is_bucket_and_key(string text, string bucket, string key) =>
        Assert.Equal(new S3Uri(bucket, key), S3Uri.Parse(text));

    [Theory]
    [InlineData("bucket/key")]
    [InlineData("s3:///key")]
    [InlineData("https://bucket/key")]
    public void What_is_no_place_is_refused(string text) =>
        Assert.Equal($"'{text}' does not name a place in S3; expected s3://bucket/key.", Assert.Throws<S3Exception>(() => S3Uri.Parse(text)).Message);

    private static S3Uri Uri(string key) => new(TemporaryLake.Bucket, key);

    private void Put(params string[] keys)
    {
        foreach (var key in keys)
        {
            lake.Store.Put(Uri(key), "x"u8);
        }
    }
}
