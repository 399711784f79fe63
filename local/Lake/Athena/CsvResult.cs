using System.Text;
using Lake.DuckDb;

namespace Lake.Athena;

/// <summary>A result as Athena writes it: every value in quotes, NULL as nothing at all.</summary>
internal static class CsvResult
{
    public static void Write(IReadOnlyList<DuckDbColumn> columns, DuckDbResult result, string path)
    {
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        WriteLine(file, columns.Select(column => column.Name));
        foreach (var row in result.Rows())
        {
            WriteLine(file, row.Select(AthenaText.Of));
        }
    }

    private static void WriteLine(StreamWriter file, IEnumerable<string?> values)
    {
        file.Write(string.Join(',', values.Select(value => value is null ? "" : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")));
        file.Write('\n');
    }
}
