using Lake.DuckDb;
using Lake.Firehose;
using Lake.S3;
using Workflow;

namespace Lake.Import;

/// <summary>A lake for readings that are judged and not kept: it is deleted when it is disposed.</summary>
public sealed class ScratchLake : IDisposable
{
    private const string Bucket = "scratch";

    private readonly string folder;

    /// <param name="folder">The lake's own folder, made when it is not there.</param>
    public ScratchLake(string folder)
    {
        this.folder = folder;
        Lake = new(folder);
        Lake.CreateBucket(Bucket);
    }

    public S3Folder Lake { get; }

    public DeliveryStream Stream(TableDefinition table) => new(Lake, Bucket, table, Path.GetRandomFileName);

    /// <summary>The rows that a table has, with its columns in their order, in any order of rows.</summary>
    public IEnumerable<object?[]> Rows(TableDefinition table, CancellationToken cancellation)
    {
        var files = Lake.List(new(Bucket, table.Prefix)).Select(item => Sql.Literal(Lake.PathOf(item.Uri))).ToList();
        if (files.Count == 0)
        {
            yield break;
        }

        using var database = DuckDbDatabase.Open(new(Lake.TemporaryFolder, [Lake.ObjectFolder]));
        using var connection = database.Connect();
        using var result = connection.Query(
            $"SELECT {string.Join(", ", table.Columns.Select(column => Sql.Name(column.Name)))} FROM read_parquet([{string.Join(", ", files)}])", cancellation);
        foreach (var row in result.Rows())
        {
            yield return row;
        }
    }

    /// <summary>Writes the records that a table's stream refused, in the form of its errors, a JSON document on each line.</summary>
    public void CopyRefused(TableDefinition table, Stream output)
    {
        foreach (var item in Lake.List(new(Bucket, $"{LakeLayout.Errors}{table.Name}/")))
        {
            using var content = Lake.OpenRead(item.Uri);
            content.CopyTo(output);
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
