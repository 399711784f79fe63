using Lake.DuckDb;
using Lake.S3;

namespace Lake.Parquet;

/// <summary>Parquet files without rows.</summary>
public static class EmptyParquet
{
    /// <summary>Writes a Parquet file with the columns of one in the lake, and none of its rows.</summary>
    /// <param name="model">The file in the lake.</param>
    /// <returns>The path of the new file, in the lake's temporary folder; the caller deletes it.</returns>
    public static string Like(S3Folder lake, S3Uri model)
    {
        Directory.CreateDirectory(lake.TemporaryFolder);
        var path = Path.Combine(lake.TemporaryFolder, $"{Path.GetFileName(model.Key)}-empty.parquet");
        using var database = DuckDbDatabase.Open(new(lake.TemporaryFolder, [lake.ObjectFolder, lake.TemporaryFolder], Threads: 1, MemoryLimit: "256MiB"));
        using var connection = database.Connect();
        connection.Execute(
            $"COPY (SELECT * FROM read_parquet({Sql.Literal(lake.PathOf(model))}) LIMIT 0) TO {Sql.Literal(path)} (FORMAT parquet, COMPRESSION snappy)");
        return path;
    }
}
