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
    [InlineData("a/b.txt", "a/b.txt")]
    [InlineData("dt=2026-11-28/x%2Fy％.csv", "dt=2026-11-28/x%2Fy％.csv")]
    [InlineData("...", "...")]
    [InlineData("/a", "％_/a")]
    [InlineData("a//b", "a/％_/b")]
    [InlineData("folder/", "folder/％_")]
    [InlineData("/", "％_/％_")]
    [InlineData(".", "％2E")]
    [InlineData("../escape", "％2E％2E/escape")]
    [InlineData("a/../../b", "a/％2E％2E/％2E％2E/b")]
    [InlineData("/etc/passwd", "％_/etc/passwd")]
    [InlineData("a\0b\nc\u007F", "a％00b％0Ac％7F")]
    [InlineData("％_/％+/％=/％2E/％25", "％25_/％25+/％25=/％252E/％2525")]
    public void A_key_that_is_no_path_is_kept_as_one(string key, string path)
    {
        Put(key);

        Assert.Equal([key], lake.Keys());
        Assert.Equal("x", lake.Text(Uri(key)));
        var bucket = Path.Combine(lake.Store.ObjectFolder, TemporaryLake.Bucket);
        var file = Assert.Single(Directory.EnumerateFiles(lake.DataFolder, "*", SearchOption.AllDirectories));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(path, Path.GetRelativePath(bucket, file));
        }

        lake.Store.Delete(Uri(key));
        Assert.Empty(Directory.EnumerateFileSystemEntries(bucket));
    }

    [Theory]
    [InlineData("a:b|c", "a％3Ab％7Cc")]
    [InlineData("a\\b", "a％5Cb")]
    [InlineData("nul.txt/con/Com1", "％6Eul.txt/％63on/％43om1")]
    [InlineData("end./end /a b.c", "end％2E/end％20/a b.c")]
    public void A_key_that_Windows_has_no_name_for_is_kept_there_too(string key, string path)
    {
        Assert.Equal(path, S3Key.PathOf(key, onWindows: true));
        Assert.Equal(key, S3Key.Of(path, onWindows: true));
        Assert.Equal(key, S3Key.PathOf(key, onWindows: false));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_key_has_a_path_of_its_own_inside_the_bucket(bool onWindows)
    {
        string[] alphabet = ["/", "/", ".", "..", "％", "2", "5", "E", "_", "+", "=", "a", "\\", "\n", "\0", "é", "😀", ":", " ", "con", new('x', 126), new('ü', 127)];
        var random = new Random(16);
        Dictionary<string, string> paths = [];
        for (var i = 0; i < 4_000; i++)
        {
            var key = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => alphabet[random.Next(alphabet.Length)]));
            if (Encoding.UTF8.GetByteCount(key) > 1024)
            {
                continue;
            }

            var path = S3Key.PathOf(key, onWindows);

            Assert.All(path.Split('/'), name =>
            {
                Assert.True(name is not ("" or "." or ".."), path);
                Assert.InRange(Encoding.UTF8.GetByteCount(name), 1, 255);
            });
            Assert.Equal(key, S3Key.Of(path, onWindows));
            Assert.Equal(key, S3Key.Of(S3Key.Beside(path), onWindows));
            Assert.True(paths.TryAdd(path, key) || paths[path] == key, path);
        }
    }

    [Fact]
    public void A_part_longer_than_a_files_name_is_kept_in_folders()
    {
        string[] keys = [new('x', 1024), $"a/{new string('é', 200)}/b", $"{new string('x', 252)}..", new('x', 255), new('x', 256), $"{new string('y', 504)}.."];
        Put(keys);

        Assert.Equal(keys.Order(StringComparer.Ordinal), lake.Keys().Order(StringComparer.Ordinal));
        Assert.Equal([keys[1]], lake.Keys($"a/{new string('é', 150)}"));
        Assert.All(keys, key => Assert.Equal("x", lake.Text(Uri(key))));
    }

    [Fact]
    public void A_prefix_is_text_and_not_a_way()
    {
        Put("a//b", "a/b", "../x", "/etc/x", "a/./c");

        Assert.Equal(["a//b"], lake.Keys("a//"));
        Assert.Equal(["../x"], lake.Keys("../"));
        Assert.Equal(["../x"], lake.Keys(".."));
        Assert.Equal(["/etc/x"], lake.Keys("/"));
        Assert.Equal(["a/./c"], lake.Keys("a/."));
        Assert.Equal(["a/./c", "a//b", "a/b"], lake.Keys("a/"));
        Assert.Empty(lake.Keys("a\0"));
    }

    [Theory]
    [InlineData("", "InvalidArgument", "A key has at least one character.")]
    [InlineData("half", "InvalidArgument", "The key 'a\uFFFD' holds half a character.")]
    [InlineData("1025", "KeyTooLongError", "Your key is too long: a key has up to 1024 bytes in UTF-8.")]
    public void What_S3_takes_for_no_key_is_refused(string key, string code, string message)
    {
        var error = Assert.Throws<S3Exception>(() => lake.Store.Put(Uri(key switch { "1025" => new('x', 1025), "half" => "a\uD83D", _ => key }), "x"u8));

        Assert.Equal((code, message), (error.Code, error.Message));
        Assert.Empty(lake.Keys());
    }

    [Fact]
    public void A_file_whose_name_no_key_has_is_no_object()
    {
        Put("a");
        var bucket = Path.Combine(lake.Store.ObjectFolder, TemporaryLake.Bucket);
        foreach (var name in new[] { "％61", "％_b", "c％+", "％=", "a％25b" })
        {
            File.WriteAllText(Path.Combine(bucket, name), "x");
        }

        Assert.Equal(["a"], lake.Keys());
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

    [Theory]
    [InlineData("a", "a/b", "a/b/c", "a/")]
    [InlineData("a/", "a/b/c", "a/b", "a")]
    public void A_key_may_be_the_folder_of_another(params string[] keys)
    {
        foreach (var key in keys)
        {
            lake.Store.Put(Uri(key), "first"u8);
            lake.Store.Put(Uri(key), Encoding.UTF8.GetBytes(key));
        }

        Assert.Equal(["a", "a/", "a/b", "a/b/c"], lake.Keys());
        Assert.All(keys, key => Assert.Equal(key, lake.Text(Uri(key))));
        Assert.Equal(["a/b", "a/b/c"], lake.Keys("a/b"));
        lake.Store.Delete(Uri("a/b/c"));
        lake.Store.Put(Uri("a/b"), "again"u8);
        Assert.Equal(["a", "a/", "a/b"], lake.Keys());
        Assert.Equal("again", lake.Text(Uri("a/b")));
        lake.Store.Delete(Uri("a"));
        Assert.Equal(["a/", "a/b"], lake.Keys());
    }

    [Fact]
    public async Task Keys_and_their_folders_may_be_put_at_one_time()
    {
        string[] keys = ["k", "k/1", "k/1/2", "k/1/2/3"];
        for (var round = 0; round < 10; round++)
        {
            await Task.WhenAll(keys.Select(key => Task.Run(() => lake.Store.Put(Uri($"{round}/{key}"), "x"u8))));

            Assert.Equal(keys.Select(key => $"{round}/{key}"), lake.Keys($"{round}/"));
        }
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
