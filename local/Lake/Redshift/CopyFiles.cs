using System.Text.Json;
using Lake.DuckDb;
using Lake.S3;

namespace Lake.Redshift;

/// <summary>The Parquet files that a COPY takes.</summary>
internal static class CopyFiles
{
    /// <returns>The statement that takes the place of the COPY: DuckDB's insertion of the same rows.</returns>
    /// <exception cref="RedshiftException">A file or the manifest is not there, or not as it must be.</exception>
    public static string Insertion(CopyStatement copy, S3Folder lake, DuckDbConnection connection)
    {
        try
        {
            var files = (copy.IsManifest ? Named(copy.Source, lake) : Below(copy.Source, lake)).ConvertAll(lake.PathOf);
            var list = $"[{string.Join(", ", files.Select(Sql.Literal))}]";
            CheckColumns(copy, list, connection);
            return $"INSERT INTO {copy.Table} SELECT * FROM read_parquet({list}, hive_partitioning = false)";
        }
        catch (S3Exception error)
        {
            throw RedshiftException.Of(error);
        }
    }

    // A prefix's objects, but those that engines over S3 pass over.
    private static List<S3Uri> Below(S3Uri prefix, S3Folder lake)
    {
        var found = lake.List(prefix).Select(item => item.Uri).Where(uri => uri.Key[(uri.Key.LastIndexOf('/') + 1)..] is not ['.' or '_', ..]).ToList();
        return found.Count > 0 ? found : throw new RedshiftException($"The specified S3 prefix '{prefix.Key}' does not exist");
    }

    /// <summary>"Using a manifest to specify data files": a url is an object's whole name; files of columns need their length.</summary>
    private static List<S3Uri> Named(S3Uri manifest, S3Folder lake)
    {
        using var content = lake.OpenRead(manifest);
        var files = new List<S3Uri>();
        try
        {
            using var document = JsonDocument.Parse(content);
            foreach (var entry in document.RootElement.GetProperty("entries").EnumerateArray())
            {
                var uri = S3Uri.Parse(entry.GetProperty("url").GetString() ?? "");
                if (!entry.TryGetProperty("meta", out var meta) || !meta.TryGetProperty("content_length", out var length))
                {
                    throw new RedshiftException($"Manifest {manifest}: '{uri}' lacks meta.content_length, which files of columns need");
                }

                var isMandatory = entry.TryGetProperty("mandatory", out var flag) && flag.GetBoolean();
                if (!isMandatory && !lake.Exists(uri))
                {
                    continue;
                }

                if (lake.Head(uri).Size != length.GetInt64())
                {
                    throw new RedshiftException($"Manifest {manifest}: '{uri}' has {lake.Head(uri).Size} bytes, and its content_length is {length}");
                }

                files.Add(uri);
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new RedshiftException($"Manifest {manifest} is not as one is: {error.Message}", error);
        }

        return files.Count > 0 ? files : throw new RedshiftException($"Manifest {manifest} names no file that is there");
    }

    // Redshift fills columns by their place, and refuses a file that has more or fewer than the table.
    private static void CheckColumns(CopyStatement copy, string list, DuckDbConnection connection)
    {
        int columns;
        using (var table = connection.Query($"SELECT * FROM {copy.Table} LIMIT 0"))
        {
            columns = table.Columns.Count;
        }

        // The root of a file's schema is a row as well, and has children.
        using var others = connection.Query(
            $"SELECT file_name, count(*) FROM parquet_schema({list}) WHERE num_children IS NULL OR num_children = 0 GROUP BY file_name HAVING count(*) <> {columns} ORDER BY file_name LIMIT 1");
        foreach (var row in others.Rows())
        {
            throw new RedshiftException(
                $"Unmatched number of columns between table and file. Table columns: {columns}, Data columns: {row[1]}, File name: {Path.GetFileName((string)row[0]!)}");
        }
    }
}
