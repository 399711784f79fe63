using System.Runtime.CompilerServices;
using JsonValues;
using Lake.DuckDb;
using Lake.Parquet;
using Lake.S3;
using StatesLanguage;

namespace Local.S3;

/// <summary>Rows of the lake's Parquet objects, as the items of a Distributed Map.</summary>
internal sealed class LakeParquet(S3Folder lake) : IParquetReader
{
    private readonly ParquetItems items = new(lake);

    public async IAsyncEnumerable<JsonObject> ReadAsync(
        string bucket, string key, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var rows = items.Read(new(bucket, key), cancellation).GetEnumerator();
        while (Move(rows))
        {
            yield return rows.Current;
        }

        await Task.CompletedTask;
    }

    private static bool Move(IEnumerator<JsonObject> rows)
    {
        try
        {
            return rows.MoveNext();
        }
        catch (DuckDbException error)
        {
            throw new InvalidDataException(error.Message, error);
        }
    }
}
