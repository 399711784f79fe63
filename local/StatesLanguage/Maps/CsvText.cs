using System.Runtime.CompilerServices;
using System.Text;

namespace StatesLanguage;

/// <summary>Reads delimited text (RFC 4180, any of AWS's delimiters). Empty lines are no rows.</summary>
internal static class CsvText
{
    public static async IAsyncEnumerable<string[]> RowsAsync(
        Stream stream, char delimiter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var lines = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        while (await lines.ReadLineAsync(cancellation) is { } line)
        {
            // A field in quotes may go on over line ends.
            while (!IsWhole(line) && await lines.ReadLineAsync(cancellation) is { } next)
            {
                line = $"{line}\n{next}";
            }

            if (line.Length > 0)
            {
                yield return Split(line, delimiter);
            }
        }
    }

    private static bool IsWhole(string line) => line.AsSpan().Count('"') % 2 == 0;

    private static string[] Split(string line, char delimiter)
    {
        List<string> fields = [];
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (quoted && c == '"' && i + 1 < line.Length && line[i + 1] == '"')
            {
                field.Append(line[++i]);
            }
            else if (c == '"' && (quoted || field.Length == 0))
            {
                quoted = !quoted;
            }
            else if (c == delimiter && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(c);
            }
        }

        fields.Add(field.ToString());
        return [.. fields];
    }
}
