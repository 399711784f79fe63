using System.Security.Cryptography;
using System.Text;
using JsonValues;
using StatesLanguage;

namespace Conformance;

/// <summary>The S3 objects of a case.</summary>
internal sealed class CaseObjects(JsonObject buckets, TimeProvider clock) : IObjectStore
{
    private readonly Dictionary<(string Bucket, string Key), byte[]> objects = buckets
        .SelectMany(bucket => ((JsonObject)bucket.Value).Select(item => (Place: (bucket.Key, item.Key), Text: Case.Text(item.Value)!)))
        .ToDictionary(item => item.Place, item => Encoding.UTF8.GetBytes(item.Text));

    public Task<Stream?> OpenAsync(string bucket, string key, CancellationToken cancellation) =>
        Task.FromResult<Stream?>(objects.TryGetValue((bucket, key), out var content) ? new MemoryStream(content) : null);

    public async IAsyncEnumerable<StoredObject> ListAsync(
        string bucket, string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        foreach (var (place, content) in objects.OrderBy(item => item.Key.Key, StringComparer.Ordinal))
        {
            if (place.Bucket == bucket && place.Key.StartsWith(prefix, StringComparison.Ordinal))
            {
                var tag = Convert.ToHexStringLower(SHA256.HashData(content)[..16]);
                yield return new StoredObject(place.Key, content.Length, $"\"{tag}\"", clock.GetUtcNow());
            }
        }
    }

    public Task WriteAsync(string bucket, string key, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        objects[(bucket, key)] = content.ToArray();
        return Task.CompletedTask;
    }
}
