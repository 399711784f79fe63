using System.Runtime.CompilerServices;
using Lake.S3;
using StatesLanguage;

namespace Local.S3;

/// <summary>The lake's folders as the S3 that a Distributed Map reads items from and writes results to.</summary>
internal sealed class LakeObjects(S3Folder lake) : IObjectStore
{
    public Task<Stream?> OpenAsync(string bucket, string key, CancellationToken cancellation)
    {
        var uri = new S3Uri(bucket, key);
        return Task.FromResult(lake.BucketExists(bucket) && lake.Exists(uri) ? lake.OpenRead(uri) : null);
    }

    public async IAsyncEnumerable<StoredObject> ListAsync(
        string bucket, string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var item in lake.List(new(bucket, prefix)))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return new(item.Uri.Key, item.Size, item.ETag, item.LastModified);
        }

        await Task.CompletedTask;
    }

    public Task WriteAsync(string bucket, string key, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        lake.Put(new(bucket, key), content.Span);
        return Task.CompletedTask;
    }
}
