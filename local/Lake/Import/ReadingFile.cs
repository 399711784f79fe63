using System.IO.Compression;
using System.Text.RegularExpressions;
using Lake.DuckDb;
using Lake.Firehose;
using Workflow;

namespace Lake.Import;

/// <summary>
/// A user's file as the JSON Lines that a delivery stream takes. Plain JSON Lines go through as they are; everything else,
/// and whatever is mapped, is read by DuckDB.
/// </summary>
/// <param name="table">The table that the file's rows are for.</param>
/// <param name="map">The expressions for columns that do not have a column of the same name in the file.</param>
/// <param name="temporaryFolder">The folder for converted rows while they are taken.</param>
public sealed class ReadingFile(TableDefinition table, ColumnMap map, string temporaryFolder)
{
    /// <summary>Opens a file.</summary>
    /// <param name="path">A file on this machine.</param>
    /// <param name="name">The file's name, as the user gave it.</param>
    /// <returns>JSON Lines, and what their numbers count: lines of the file, or its rows.</returns>
    /// <exception cref="IngestException">The file cannot be read, or a column is missing.</exception>
    public (Stream Lines, string Unit) Open(string path, string name, CancellationToken cancellation)
    {
        var file = File.OpenRead(path);
        var start = Start(file, name);
        if (start.Kind == FileKind.JsonLines && map.IsEmpty)
        {
            return (start.IsGzip ? new GZipStream(file, CompressionMode.Decompress) : file, "line");
        }

        file.Dispose();
        return (Convert(path, name, start, cancellation), "row");
    }

    private static FileStart Start(FileStream file, string name)
    {
        try
        {
            return FileStart.Of(file, name);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private FileStream Convert(string path, string name, FileStart start, CancellationToken cancellation)
    {
        Directory.CreateDirectory(temporaryFolder);
        var converted = Path.Combine(temporaryFolder, Path.GetRandomFileName());
        try
        {
            using var database = DuckDbDatabase.Open(new(temporaryFolder, [temporaryFolder, Path.GetDirectoryName(Path.GetFullPath(path))!]));
            using var connection = database.Connect();
            var source = Source(connection, path, start, cancellation);
            var query = $"SELECT {string.Join(", ", Expressions(connection, source, name, cancellation))} FROM {source}";
            connection.Execute($"COPY ({query}) TO {Sql.Literal(converted)} (FORMAT json)", cancellation);
            return new(converted, new FileStreamOptions { Options = FileOptions.DeleteOnClose });
        }
        catch (DuckDbException error) when (error.Kind != DuckDbException.FileSystem)
        {
            File.Delete(converted);
            throw new IngestException($"{name}: {Sentence(error)} Nothing of the file was taken.");
        }
        catch
        {
            File.Delete(converted);
            throw;
        }
    }

    // Values stay the texts that they are: 00042 is a product, and no number.
    private static string Source(DuckDbConnection connection, string path, FileStart start, CancellationToken cancellation)
    {
        var compression = start.IsGzip ? "gzip" : "uncompressed";
        if (start.Kind == FileKind.Csv)
        {
            return $"read_csv({Sql.Literal(path)}, header = true, all_varchar = true, compression = '{(start.IsGzip ? "gzip" : "none")}')";
        }

        if (start.Kind == FileKind.Parquet)
        {
            return $"read_parquet({Sql.Literal(path)})";
        }

        var options = $"{Sql.Literal(path)}, maximum_object_size = {FullRecordReader.LargestRecord}, compression = '{compression}'";
        var names = Described(connection, $"SELECT * FROM read_json({options}, sample_size = -1, maximum_depth = 1)", cancellation).Keys;
        return $"read_json({options}, columns = {{{string.Join(", ", names.Select(one => $"{Sql.Literal(one)}: 'VARCHAR'"))}}})";
    }

    private List<string> Expressions(DuckDbConnection connection, string source, string name, CancellationToken cancellation)
    {
        var columns = Described(connection, $"SELECT * FROM {source}", cancellation);
        var missing = table.Columns.Where(column => map.Of(column.Name) is null && column.Default is null && !columns.ContainsKey(column.Name)).ToList();
        if (missing.Count > 0)
        {
            throw new IngestException(MissingColumns.Sentence(
                name, missing.Select(column => column.Name), columns.Keys.Except(table.Columns.Select(column => column.Name), StringComparer.OrdinalIgnoreCase)));
        }

        return table.Columns.Select(column => Expression(connection, source, columns.Keys, column, cancellation)).ToList();
    }

    private string Expression(
        DuckDbConnection connection, string source, Dictionary<string, string>.KeyCollection names, ColumnDefinition column, CancellationToken cancellation)
    {
        // A name of the file's own stands for itself, whatever it means in SQL.
        var mapped = map.Of(column.Name);
        if (mapped is null && column.Default is { } missing && !names.Contains(column.Name))
        {
            return $"{Sql.Literal(missing)} AS {Sql.Name(column.Name)}";
        }

        var expression = mapped is null || names.Contains(mapped) ? Sql.Name(mapped ?? column.Name) : $"({mapped})";
        try
        {
            var type = Described(connection, $"SELECT {expression} AS value FROM {source}", cancellation)["value"];
            var value = column.Type == ColumnType.Timestamp ? Time(expression, type) : expression;
            return $"{(column.Type == ColumnType.String || names.Contains(mapped ?? column.Name) ? value : Tried(value, expression, names))} AS {Sql.Name(column.Name)}";
        }
        catch (DuckDbException error) when (mapped is not null && error.Kind != DuckDbException.FileSystem)
        {
            var hint = error.Message.Contains("type cast", StringComparison.Ordinal)
                ? " The values of CSV and JSON files are texts: make one a number with ::double, such as ml::double / 1000."
                : "";
            throw new IngestException($"--map {column.Name}={mapped}: {Sentence(error)}{hint}");
        }
    }

    // Where an expression fails for a row, a sentence with the row's own values stands in its place, which no column but one of text
    // takes: the stream then refuses this row alone.
    // A structure around the value tells a failure from NULL; the value stands here once, because DuckDB takes what stands twice out of TRY.
    private static string Tried(string value, string expression, IEnumerable<string> names)
    {
        var used = names.Where(name => Regex.IsMatch(expression, $@"(?<!\w){Regex.Escape(name)}(?!\w)", RegexOptions.IgnoreCase)).Select(Sql.Name).ToList();
        var own = used.Count == 0 ? "''" : $"concat_ws(', ', {string.Join(", ", used)})";
        return $"coalesce(to_json(TRY(struct_pack(value := {value}))) -> 'value', to_json('the expression fails for ' || {own}))";
    }

    // Times with an offset are converted to UTC; the stream judges everything else.
    private static string Time(string expression, string type) => type switch
    {
        "TIMESTAMP WITH TIME ZONE" => $"epoch_ms({expression})",
        "VARCHAR" => $"CASE WHEN regexp_matches({expression}, '[T ].*[+-][0-9]{{2}}:?[0-9]{{2}}$') "
            + $"THEN coalesce(CAST(epoch_ms(TRY_CAST({expression} AS TIMESTAMPTZ)) AS VARCHAR), {expression}) ELSE {expression} END",
        _ => expression,
    };

    private static Dictionary<string, string> Described(DuckDbConnection connection, string query, CancellationToken cancellation)
    {
        using var result = connection.Query($"DESCRIBE {query}", cancellation);
        return result.Rows().ToDictionary(row => (string)row[0]!, row => (string)row[1]!, StringComparer.OrdinalIgnoreCase);
    }

    // The first line: what follows quotes the statement, which the user did not write.
    private static string Sentence(DuckDbException error)
    {
        var line = error.Message.Split('\n')[0].Trim();
        return line is [.., '.' or '!' or '?'] ? line : $"{line}.";
    }
}
