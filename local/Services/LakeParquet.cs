using System.Runtime.CompilerServices;
using Lake.Parquet;
using Lake.S3;
using StatesLanguage;

namespace Local.Services;

/// <summary>Rows of the lake's Parquet objects, as the items of a Distributed Map.</summary>
internal sealed class LakeParquet(S3Folder lake) : IParquetReader
{
    private readonly ParquetItems items = new(lake);

    public async IAsyncEnumerable<JsonObject> ReadAsync(
        string bucket, string key, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var row in items.Read(new(bucket, key), cancellation))
        {
            yield return (JsonObject)Json.Parse(row.ToJsonString());
        }

        await Task.CompletedTask;
    }
}
