using System.Globalization;
using System.Text;

namespace Workflow.Reference;

/// <summary>
/// The content of a table of reference data, such as stores or depots. A file counts as a whole or not at all: missing
/// rows would leave whole stores out of every plan, and a number that Athena cannot read ends every query.
/// </summary>
/// <param name="Csv">The table's columns in their order, with a header line: the object in the lake.</param>
public sealed record ReferenceContent(string Csv, int Rows)
{
    // Athena's reader of CSV ends a row at each line end, and takes a backslash for the start of an escape.
    private static readonly char[] NotInAthena = ['\n', '\r', '\\'];

    /// <summary>Checks a file and puts it in the lake's form.</summary>
    /// <param name="file">The file, in UTF-8.</param>
    /// <param name="format">The file's format.</param>
    /// <param name="table">A table of CSV, whose first column is its key.</param>
    /// <exception cref="ReferenceDataException">A row is wrong.</exception>
    public static ReferenceContent Read(Stream file, ReferenceFormat format, TableDefinition table)
    {
        ArgumentNullException.ThrowIfNull(table);

        var rows = 0;
        var csv = new StringBuilder().AppendJoin(',', table.Columns.Select(column => column.Name)).Append('\n');
        foreach (var values in ReadRows(file, format, table))
        {
            csv.AppendJoin(',', values.Select(CsvRows.Quote)).Append('\n');
            rows++;
        }

        return new(csv.ToString(), rows);
    }

    /// <summary>Checks a file row by row.</summary>
    /// <returns>The values of each row, in the order of the table's columns.</returns>
    /// <inheritdoc cref="Read"/>
    public static IEnumerable<IReadOnlyList<string>> ReadRows(Stream file, ReferenceFormat format, TableDefinition table)
    {
        ArgumentNullException.ThrowIfNull(table);

        var rows = format == ReferenceFormat.Csv ? CsvRows.Read(file, table) : JsonRows.Read(file, table);
        var key = table.Columns.Index().Where(column => table.Key.Contains(column.Item.Name)).Select(column => column.Index).ToArray();
        var lines = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (line, texts) in rows)
        {
            string[] values = [.. texts.Select((text, i) => Check(line, table.Columns[i], text))];

            // No value holds a line end.
            var name = string.Join('\n', key.Select(i => values[i]));
            if (!lines.TryAdd(name, line))
            {
                throw new ReferenceDataException(
                    $"Line {line}: {string.Join(" and ", key.Select(i => $"{table.Columns[i].Name} is '{values[i]}'"))}, which line {lines[name]} has already; expected each once.");
            }

            yield return values;
        }
    }

    private static string Check(long line, ColumnDefinition column, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return column.Default ?? throw new ReferenceDataException($"Line {line}: {column.Name} is empty; expected a {TypeName(column)}.");
        }

        if (value.IndexOfAny(NotInAthena) >= 0)
        {
            throw new ReferenceDataException($"Line {line}: {column.Name} holds a line end or a backslash, which Athena cannot read in CSV; expected a {TypeName(column)} without.");
        }

        var fits = column.Type switch
        {
            ColumnType.BigInt => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            ColumnType.Double => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number),
            _ => true,
        };
        if (fits && column.Range is { } range && !range.Has(double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture)))
        {
            throw new ReferenceDataException($"Line {line}: {column.Name} is '{value}'; expected a {TypeName(column)} {range}.");
        }

        return fits ? value : throw new ReferenceDataException($"Line {line}: {column.Name} is '{value}'; expected a {TypeName(column)}.");
    }

    private static string TypeName(ColumnDefinition column) => column.Type switch
    {
        ColumnType.BigInt => "whole number",
        ColumnType.Double => "number",
        _ => "text",
    };
}
