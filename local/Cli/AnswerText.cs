using System.Globalization;
using System.Text;
using System.Text.Json;
using JsonValues;
using Lake.Athena;
using Lake.Counting;
using Lake.DuckDb;

namespace Local.Cli;

/// <summary>A query's answer as a table for people, as CSV or as JSON.</summary>
internal static class AnswerText
{
    // The number of rows that fit a few screens; CSV and JSON have every row.
    private const int RowsShown = 200;
    private const int WidestColumn = 60;

    /// <param name="answer">The result's object.</param>
    public static void Write(QueryExecution query, TextReader answer, OutputFormat format, TextWriter output)
    {
        // SHOW and DESCRIBE answer with lines, not with a table.
        if (query.Columns.Count == 0 || format == OutputFormat.Csv)
        {
            Copy(answer, output);
        }
        else if (format == OutputFormat.Json)
        {
            Json(query.Columns, CsvResultReader.Read(answer).Skip(1), output);
        }
        else
        {
            Table(query.Columns, CsvResultReader.Read(answer).Skip(1), output);
        }
    }

    private static void Copy(TextReader answer, TextWriter output)
    {
        var buffer = new char[32 * 1024];
        while (answer.Read(buffer) is var read and > 0)
        {
            output.Write(buffer, 0, read);
        }
    }

    /// <param name="rows">Values as text; null: NULL.</param>
    public static void Write(IReadOnlyList<DuckDbColumn> columns, IEnumerable<IReadOnlyList<string?>> rows, OutputFormat format, TextWriter output)
    {
        switch (format)
        {
            case OutputFormat.Csv:
                Csv(columns, rows, output);
                break;
            case OutputFormat.Json:
                Json(columns, rows, output);
                break;
            default:
                Table(columns, rows, output);
                break;
        }
    }

    // The form is Athena's, so that one reader reads both.
    private static void Csv(IReadOnlyList<DuckDbColumn> columns, IEnumerable<IReadOnlyList<string?>> rows, TextWriter output)
    {
        foreach (var row in rows.Prepend([.. columns.Select(column => column.Name)]))
        {
            output.Write(string.Join(',', row.Select(value => value is null ? "" : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")));
            output.Write('\n');
        }
    }

    // An array with an object a line.
    private static void Json(IReadOnlyList<DuckDbColumn> columns, IEnumerable<IReadOnlyList<string?>> rows, TextWriter output)
    {
        output.Write('[');
        var separator = "\n";
        foreach (var row in rows)
        {
            using var line = new MemoryStream();
            using (var json = new Utf8JsonWriter(line, PlainJson.Writer))
            {
                json.WriteStartObject();
                foreach (var (column, value) in columns.Zip(row))
                {
                    json.WritePropertyName(column.Name);
                    Value(json, column.Type.Name, value);
                }

                json.WriteEndObject();
            }

            output.Write(separator);
            output.Write(Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length));
            separator = ",\n";
        }

        output.Write("\n]\n");
    }

    private static void Value(Utf8JsonWriter json, string type, string? value)
    {
        switch (type)
        {
            case var _ when value is null:
                json.WriteNullValue();
                break;
            case "boolean":
                json.WriteBooleanValue(value == "true");
                break;
            case "tinyint" or "smallint" or "integer" or "bigint" or "decimal":
                json.WriteRawValue(value);
                break;
            case "double" or "float" or "real" when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            default:
                json.WriteStringValue(value);
                break;
        }
    }

    private static void Table(IReadOnlyList<DuckDbColumn> columns, IEnumerable<IReadOnlyList<string?>> rows, TextWriter output)
    {
        var (shown, count) = (new List<string[]>(), 0L);
        foreach (var row in rows)
        {
            if (count++ < RowsShown)
            {
                shown.Add([.. row.Select(Cell)]);
            }
        }

        string[] names = [.. columns.Select(column => Cell(column.Name))];
        int[] widths = [.. names.Select((name, column) => shown.Select(row => row[column].Length).Append(name.Length).Max())];
        Line(names);
        Line([.. widths.Select(width => new string('-', width))]);
        shown.ForEach(Line);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"({Counts.Things(count, "row")}{(count > shown.Count ? $", of which the first {shown.Count} are shown; --output csv has all" : "")})"));

        void Line(string[] cells) => output.WriteLine(string.Join("  ", cells.Select((cell, column) => IsNumber(columns[column]) ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd());
    }

    private static string Cell(string? value)
    {
        var visible = VisibleWriter.Visible(value).ReplaceLineEndings(" ");
        return visible.Length > WidestColumn ? $"{visible.AsSpan(0, WidestColumn - 1)}…" : visible;
    }

    private static bool IsNumber(DuckDbColumn column) =>
        column.Type.Name is "tinyint" or "smallint" or "integer" or "bigint" or "decimal" or "double" or "float" or "real";
}
