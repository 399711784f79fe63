namespace Lake.S3;

/// <summary>Objects on their way: files aside from the bucket until <see cref="Commit"/> renames them into place.</summary>
public sealed class S3Upload : IDisposable
{
    // More than one only where objects of one moment stand in each other's way.
    private const int MostAttempts = 5;

    private readonly S3Folder store;
    private readonly List<(S3Uri Uri, string Path)> staged = [];

    internal S3Upload(S3Folder store) => this.store = store;

    /// <summary>Announces an object.</summary>
    /// <returns>The path of the file to write it to.</returns>
    /// <exception cref="S3Exception"><c>NoSuchBucket</c>, or the key is refused.</exception>
    public string Add(S3Uri uri)
    {
        store.RequireBucket(uri.Bucket);
        store.PathOf(uri);
        Directory.CreateDirectory(store.TemporaryFolder);

        var path = Path.Combine(store.TemporaryFolder, Path.GetRandomFileName());
        staged.Add((uri, path));
        return path;
    }

    /// <summary>Gives up one object of the upload.</summary>
    public void Remove(S3Uri uri)
    {
        var index = staged.FindIndex(file => file.Uri == uri);
        File.Delete(staged[index].Path);
        staged.RemoveAt(index);
    }

    /// <summary>Puts every file in its place, in the order of <see cref="Add"/>.</summary>
    public IReadOnlyList<S3Object> Commit()
    {
        var put = staged.ConvertAll(file => Place(file.Uri, file.Path));
        staged.Clear();
        return put;
    }

    public void Dispose()
    {
        foreach (var (_, path) in staged)
        {
            File.Delete(path);
        }

        staged.Clear();
    }

    private S3Object Place(S3Uri uri, string file)
    {
        FlushToDisk(file);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                store.MakeFolders(uri);
                var path = store.PathOf(uri);
                File.Move(file, path, overwrite: true);
                return S3Folder.Describe(uri, new FileInfo(path));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException && attempt < MostAttempts && File.Exists(file))
            {
                // Another object of the same moment made a folder of this one's place, or took the folder's away.
            }
        }
    }

    // Without this flush, a power cut could leave the name and not the content.
    private static void FlushToDisk(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(file);
    }
}
