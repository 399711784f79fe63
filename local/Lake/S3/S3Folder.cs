using System.Globalization;
using System.IO.Enumeration;

namespace Lake.S3;

/// <summary>
/// S3 as files: the object <c>s3://bucket/key</c> is the file <c>&lt;data&gt;/s3/bucket/key</c>, by <see cref="S3Key"/> where the key
/// is no plain path. An object is there whole or not at all: what is being written lies in <c>&lt;data&gt;/tmp</c> until it is complete.
/// </summary>
/// <param name="dataFolder">The data folder; made when the first object is put.</param>
/// <param name="temporaryFolder">Where what is being written lies, on the same file system; null: <c>tmp</c> in the data folder.</param>
public sealed class S3Folder(string dataFolder, string? temporaryFolder = null)
{
    // A link is no object: what it leads to is not the lake's, and may lead back.
    private static readonly EnumerationOptions WithoutLinks = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    private readonly string objects = Path.Combine(Path.GetFullPath(dataFolder), "s3");

    /// <summary>The folder of uploads and DuckDB's spilled work; it is on the same file system, so that a move is a rename.</summary>
    public string TemporaryFolder { get; } = temporaryFolder ?? Path.Combine(Path.GetFullPath(dataFolder), "tmp");

    /// <summary>The folder over all buckets.</summary>
    public string ObjectFolder => objects;

    public void CreateBucket(string bucket)
    {
        S3Key.CheckBucket(bucket);
        Directory.CreateDirectory(Path.Combine(objects, bucket));
    }

    public bool BucketExists(string bucket)
    {
        S3Key.CheckBucket(bucket);
        return Directory.Exists(Path.Combine(objects, bucket));
    }

    /// <summary>The buckets, by name, with the time at which each was made.</summary>
    public IReadOnlyList<(string Name, DateTimeOffset CreationDate)> Buckets => Directory.Exists(objects)
        ? [.. new DirectoryInfo(objects).EnumerateDirectories()
            .Where(folder => folder.LinkTarget is null)
            .Select(folder => (folder.Name, new DateTimeOffset(folder.CreationTimeUtc, TimeSpan.Zero)))
            .OrderBy(bucket => bucket.Name, StringComparer.Ordinal)]
        : [];

    /// <summary>Puts an object in the place of the one that may be there.</summary>
    /// <exception cref="S3Exception"><c>NoSuchBucket</c>, or the key is refused.</exception>
    public async Task<S3Object> PutAsync(S3Uri uri, Stream content, CancellationToken cancellation = default)
    {
        using var upload = Stage();
        await using (var file = File.Create(upload.Add(uri)))
        {
            await content.CopyToAsync(file, cancellation);
        }

        return upload.Commit()[0];
    }

    /// <inheritdoc cref="PutAsync(S3Uri, Stream, CancellationToken)"/>
    public S3Object Put(S3Uri uri, ReadOnlySpan<byte> content)
    {
        using var upload = Stage();
        using (var file = File.Create(upload.Add(uri)))
        {
            file.Write(content);
        }

        return upload.Commit()[0];
    }

    /// <summary>Starts an upload of any number of objects that appear together.</summary>
    public S3Upload Stage() => new(this);

    /// <exception cref="S3Exception"><c>NoSuchKey</c> or <c>NoSuchBucket</c>.</exception>
    public Stream OpenRead(S3Uri uri)
    {
        var path = ExistingPath(uri);
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
    }

    /// <exception cref="S3Exception"><c>NoSuchKey</c> or <c>NoSuchBucket</c>.</exception>
    public S3Object Head(S3Uri uri) => Describe(uri, new FileInfo(ExistingPath(uri)));

    public bool Exists(S3Uri uri) => File.Exists(PathOf(uri));

    /// <summary>The objects whose keys start with a prefix, in the order of their keys' UTF-8 bytes.</summary>
    /// <exception cref="S3Exception"><c>NoSuchBucket</c>.</exception>
    public IReadOnlyList<S3Object> List(S3Uri prefix)
    {
        RequireBucket(prefix.Bucket);
        var bucket = Path.Combine(objects, prefix.Bucket);

        // Only the folder named by the whole parts of the prefix is walked.
        var folder = new DirectoryInfo(FolderOf(prefix));
        if (LinkOn(folder.FullName) is not null || !folder.Exists)
        {
            return [];
        }

        return
        [
            .. folder.EnumerateFiles("*", WithoutLinks)
                .Select(file => (File: file, Key: S3Key.Of(Path.GetRelativePath(bucket, file.FullName).Replace(Path.DirectorySeparatorChar, '/'))))
                .Where(entry => entry.Key is not null && entry.Key.StartsWith(prefix.Key, StringComparison.Ordinal))
                .OrderBy(entry => entry.Key!, Utf8Order.Comparer)
                .Select(entry => Describe(prefix with { Key = entry.Key! }, entry.File)),
        ];
    }

    /// <summary>
    /// Whether a symbolic link lies anywhere in a folder of the lake; the target of a link does not count as an object.
    /// </summary>
    public bool HoldsLinks(S3Uri folder)
    {
        var path = FolderOf(folder);
        return LinkOn(path) is not null || (Directory.Exists(path) && new FileSystemEnumerable<bool>(
            path, (ref _) => true, new() { RecurseSubdirectories = true, AttributesToSkip = default })
        {
            ShouldIncludePredicate = IsLink,
            ShouldRecursePredicate = (ref entry) => !IsLink(ref entry),
        }.Any());
    }

    /// <summary>Deletes an object; one that is not there is no error, as in S3.</summary>
    public void Delete(S3Uri uri)
    {
        RequireBucket(uri.Bucket);
        var path = PathOf(uri);
        if (!Directory.Exists(Path.GetDirectoryName(path)))
        {
            return;
        }

        File.Delete(path);
        RemoveEmptyFolders(Path.GetDirectoryName(path)!, Path.Combine(objects, uri.Bucket));
    }

    /// <summary>The file an object is, there or not.</summary>
    /// <exception cref="S3Exception">The bucket's name or the key is refused, or a symbolic link lies on the way.</exception>
    public string PathOf(S3Uri uri)
    {
        S3Key.CheckBucket(uri.Bucket);
        var path = Path.Combine(objects, uri.Bucket, S3Key.PathOf(uri.Key).Replace('/', Path.DirectorySeparatorChar));
        var beside = S3Key.Beside(path);
        var place = Directory.Exists(path) || File.Exists(beside) ? beside : path;
        return (LinkOn(path) ?? LinkOn(place)) is { } link
            ? throw new S3Exception("AccessDenied", $"'{link}' is a symbolic link, and the lake follows none. Put the file itself there.")
            : place;
    }

    /// <summary>Moves objects aside that stand where an object's folders have to be.</summary>
    internal void MakeFolders(S3Uri uri)
    {
        var bucket = Path.Combine(objects, uri.Bucket);
        var folder = Path.GetDirectoryName(PathOf(uri))!;
        for (var above = folder; above.Length > bucket.Length; above = Path.GetDirectoryName(above)!)
        {
            if (File.Exists(above))
            {
                File.Move(above, S3Key.Beside(above));
            }
        }

        Directory.CreateDirectory(folder);
    }

    internal void RequireBucket(string bucket)
    {
        if (!BucketExists(bucket))
        {
            throw new S3Exception("NoSuchBucket", $"The bucket '{bucket}' does not exist.");
        }
    }

    internal static S3Object Describe(S3Uri uri, FileInfo file)
    {
        var modified = new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero);

        // The form is that of an upload in parts, so that no client takes it for the MD5 of the content.
        return new(uri, file.Length, modified, string.Create(CultureInfo.InvariantCulture, $"\"{modified.UtcTicks:x16}{file.Length:x16}-1\""));
    }

    private static bool IsLink(ref FileSystemEntry entry) => entry.Attributes.HasFlag(FileAttributes.ReparsePoint);

    /// <returns>The first symbolic link between the buckets and a path; null: there is none.</returns>
    private string? LinkOn(string path)
    {
        var place = objects;
        foreach (var part in Path.GetRelativePath(objects, path).Split(Path.DirectorySeparatorChar))
        {
            place = Path.Combine(place, part);
            var file = new FileInfo(place);
            if (file.LinkTarget is not null)
            {
                return place;
            }
        }

        return null;
    }

    /// <summary>The folder in which all objects of a prefix lie.</summary>
    private string FolderOf(S3Uri prefix) => Path.Combine(
        objects, prefix.Bucket, S3Key.FolderOf(prefix.Key[..(prefix.Key.LastIndexOf('/') + 1)]).Replace('/', Path.DirectorySeparatorChar));

    private static void RemoveEmptyFolders(string folder, string bucket)
    {
        while (folder.Length > bucket.Length && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            try
            {
                Directory.Delete(folder);
            }
            catch (IOException)
            {
                // Someone has just put an object there.
                return;
            }

            folder = Path.GetDirectoryName(folder)!;
        }
    }

    private string ExistingPath(S3Uri uri)
    {
        RequireBucket(uri.Bucket);
        var path = PathOf(uri);
        return File.Exists(path) ? path : throw new S3Exception("NoSuchKey", $"The key '{uri.Key}' does not exist in the bucket '{uri.Bucket}'.");
    }
}
