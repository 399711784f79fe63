using System.Text.Json;

namespace Workflow.Reference;

/// <summary>Rows of a JSON Lines file; members the table does not have are passed over.</summary>
internal static class JsonRows
{
    /// <returns>Each row's line, and its values in the order of the table's columns.</returns>
    /// <exception cref="ReferenceDataException">A line is not a JSON object; the message says which.</exception>
    public static IEnumerable<(long Line, string?[] Values)> Read(Stream file, TableDefinition table)
    {
        using var reader = new StreamReader(file);
        for (var line = 1L; reader.ReadLine() is { } text; line++)
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                yield return (line, Values(line, text, table));
            }
        }
    }

    private static string?[] Values(long line, string text, TableDefinition table)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var row = json.RootElement;
            return row.ValueKind == JsonValueKind.Object
                ? [.. table.Columns.Select(column => Value(line, row, column))]
                : throw new ReferenceDataException($"Line {line}: expected a JSON object, found {row.ValueKind}.");
        }
        catch (JsonException error)
        {
            throw new ReferenceDataException($"Line {line}, character {error.BytePositionInLine + 1}: the line is not JSON.");
        }
        catch (InvalidOperationException)
        {
            // The parser takes half of a surrogate pair for sound until it is read.
            throw new ReferenceDataException($"Line {line}: a text in it holds half of a surrogate pair.");
        }
    }

    private static string? Value(long line, JsonElement row, ColumnDefinition column)
    {
        if (!row.TryGetProperty(column.Name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number when column.Type != ColumnType.String => value.GetRawText(),
            _ => throw new ReferenceDataException($"Line {line}: {column.Name} is {value.GetRawText()}; expected a {column.Type.ToString().ToLowerInvariant()}."),
        };
    }
}
