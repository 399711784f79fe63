using System.Text;

namespace Workflow.Reference;

/// <summary>Rows of a CSV file (RFC 4180), by the names in its header; columns the table does not have are passed over.</summary>
public static class CsvRows
{
    /// <returns>Each row's line, and its values in the order of the table's columns.</returns>
    /// <exception cref="ReferenceDataException">The file is no such CSV; the message says where.</exception>
    internal static IEnumerable<(long Line, string?[] Values)> Read(Stream file, TableDefinition table)
    {
        using var reader = new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: true));
        using var records = Records(reader).GetEnumerator();
        if (!records.MoveNext())
        {
            throw new ReferenceDataException($"The file is empty; expected the header {Header(table)}.");
        }

        var (_, header) = records.Current;
        var places = table.Columns.Select(column => Place(header, column, table)).ToArray();
        while (records.MoveNext())
        {
            var (line, fields) = records.Current;
            if (fields.Count != header.Count)
            {
                throw new ReferenceDataException($"Line {line} has {fields.Count} values; expected {header.Count}, as the header has.");
            }

            yield return (line, Array.ConvertAll(places, place => place < 0 ? null : fields[place]));
        }
    }

    internal static string Quote(string value) =>
        value.AsSpan().ContainsAny(",\"\r\n") ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;

    private static string Header(TableDefinition table) => string.Join(',', table.Columns.Select(column => column.Name));

    private static int Place(List<string> header, ColumnDefinition column, TableDefinition table)
    {
        var place = header.FindIndex(name => name.Trim().Equals(column.Name, StringComparison.OrdinalIgnoreCase));
        return place >= 0 || column.Default is not null
            ? place
            : throw new ReferenceDataException($"Line 1: the header has no column {column.Name}; expected {Header(table)}.");
    }

    /// <returns>Each record with the line it begins on, the header among them.</returns>
    public static IEnumerable<(long Line, List<string> Fields)> Records(StreamReader reader)
    {
        var line = 1L;
        while (ReadLine(reader) is { } text)
        {
            var first = line++;
            if (text.Length == 0)
            {
                continue;
            }

            // A line end inside quotes belongs to the value.
            while (text.Count(c => c == '"') % 2 == 1)
            {
                var more = ReadLine(reader) ?? throw new ReferenceDataException($"Line {first}: a quoted value does not end.");
                text = $"{text}\n{more}";
                line++;
            }

            yield return (first, Split(text));
        }
    }

    private static string? ReadLine(StreamReader reader)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (DecoderFallbackException)
        {
            throw new ReferenceDataException("The file is not UTF-8.");
        }
    }

    private static List<string> Split(string record)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < record.Length; i++)
        {
            switch (record[i])
            {
                case '"' when quoted && i + 1 < record.Length && record[i + 1] == '"':
                    field.Append('"');
                    i++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    fields.Add(field.ToString());
                    field.Clear();
                    break;
                default:
                    field.Append(record[i]);
                    break;
            }
        }

        fields.Add(field.ToString());
        return fields;
    }
}
