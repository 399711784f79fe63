using System.Runtime.CompilerServices;
using System.Text;

namespace StatesLanguage.Tests;

/// <summary>S3 in memory; a Parquet object is one that holds JSON Lines.</summary>
internal sealed class FakeObjects : IObjectStore, IParquetReader
{
    private readonly SortedDictionary<(string Bucket, string Key), byte[]> objects = [];

    public string this[string bucket, string key]
    {
        get => Encoding.UTF8.GetString(objects[(bucket, key)]);
        set => objects[(bucket, key)] = Encoding.UTF8.GetBytes(value);
    }

    public IEnumerable<string> Keys => objects.Keys.Select(place => place.Key);

    public void Put(string bucket, string key, byte[] content) => objects[(bucket, key)] = content;

    public Task<Stream?> OpenAsync(string bucket, string key, CancellationToken cancellation) =>
        Task.FromResult<Stream?>(objects.TryGetValue((bucket, key), out var content) ? new MemoryStream(content) : null);

    public async IAsyncEnumerable<StoredObject> ListAsync(
        string bucket, string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        foreach (var (place, content) in objects)
        {
            if (place.Bucket == bucket && place.Key.StartsWith(prefix, StringComparison.Ordinal))
            {
                yield return new StoredObject(place.Key, content.Length, "\"tag\"", World.Start);
            }
        }
    }

    public Task WriteAsync(string bucket, string key, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        objects[(bucket, key)] = content.ToArray();
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<JsonObject> ReadAsync(string bucket, string key, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        foreach (var line in this[bucket, key].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            yield return (JsonObject)Json.Parse(line);
        }
    }
}
