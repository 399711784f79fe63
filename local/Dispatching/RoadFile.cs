using System.Globalization;
using System.Text.Json;
using Lake.Firehose;
using Lake.Import;
using Lake.S3;
using Replenishment.Dispatching;
using Workflow;
using Workflow.Reference;

namespace Local.Dispatching;

/// <summary>Reads the user's own ways between places, from a file of theirs or from the lake.</summary>
internal static class RoadFile
{
    private static readonly TableDefinition Distances = WorkflowFiles.Table("distances");

    // As text, so that this file's sentences name what is wrong. A column that is missing is empty in every row.
    private static readonly TableDefinition Texts = Distances with
    {
        Columns = [.. Distances.Columns.Select(column => new ColumnDefinition(column.Name, ColumnType.String, Default: ""))],
    };

    /// <param name="path">CSV, JSON or Parquet with the columns of table <c>distances</c>.</param>
    /// <param name="temporaryFolder">For what has to be unpacked.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="IngestException">The file is no such table; the message says where and what is expected.</exception>
    public static RoadTable Read(string path, string temporaryFolder, CancellationToken cancellation)
    {
        var table = new RoadTable(path);
        var (lines, unit) = new ReadingFile(Texts, ColumnMap.Empty, temporaryFolder).Open(path, path, cancellation);
        using var reader = new StreamReader(lines);
        for (var number = 1L; reader.ReadLine() is { } line; number++)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                Add(table, line, $"{path}: {unit} {number}");
            }
        }

        return table.IsEmpty ? throw new IngestException($"{path}: there is no way in it. A row has from_id, to_id, kilometres and, if you know them, hours.") : table;
    }

    /// <returns>The lake's table <c>distances</c>; null: it has none.</returns>
    /// <exception cref="ReferenceDataException">A row is wrong.</exception>
    public static RoadTable? InLake(S3Folder lake, string bucket)
    {
        var table = new RoadTable($"The table {Distances.Name}");
        foreach (var item in lake.List(new(bucket, Distances.Prefix)))
        {
            using var csv = lake.OpenRead(item.Uri);
            foreach (var row in ReferenceContent.ReadRows(csv, ReferenceFormat.Csv, Distances))
            {
                table.Add(row);
            }
        }

        return table.IsEmpty ? null : table;
    }

    private static void Add(RoadTable table, string line, string place)
    {
        using var json = Parse(line, place);
        var row = json.RootElement;
        table.Add(
            Text(row, Distances.Columns[0], place),
            Text(row, Distances.Columns[1], place),
            Number(row, Distances.Columns[2], place),
            Number(row, Distances.Columns[3], place));
    }

    private static JsonDocument Parse(string line, string place)
    {
        try
        {
            var json = JsonDocument.Parse(line);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? json
                : throw new IngestException($"{place}: expected a JSON object, found {json.RootElement.ValueKind}.");
        }
        catch (JsonException)
        {
            throw new IngestException($"{place}: this is not JSON.");
        }
    }

    private static string Text(JsonElement row, ColumnDefinition column, string place) =>
        Value(row, column.Name) is { } text && !string.IsNullOrWhiteSpace(text)
            ? text
            : throw new IngestException($"{place}: {column.Name} is empty or missing; expected the id of a store or a depot.");

    private static double Number(JsonElement row, ColumnDefinition column, string place)
    {
        var text = Value(row, column.Name) is { Length: > 0 } found ? found : column.Default ?? "";
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && column.Range!.Has(number)
            ? number
            : throw new IngestException($"{place}: {column.Name} is {(text.Length == 0 ? "empty or missing" : $"'{text}'")}; expected a number {column.Range}.");
    }

    /// <returns>As text, whatever it is; null where it is not there.</returns>
    private static string? Value(JsonElement row, string column) =>
        !row.TryGetProperty(column, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : value.GetRawText();
}
