using System.Text;

namespace Lake.Athena;

/// <summary>Reads results as <see cref="CsvResult"/> writes them, telling NULL from empty text.</summary>
public static class CsvResultReader
{
    /// <returns>The rows, the header first; a value is null where it is NULL.</returns>
    public static IEnumerable<IReadOnlyList<string?>> Read(TextReader text)
    {
        while (text.Peek() >= 0)
        {
            var row = new List<string?>();
            int end;
            do
            {
                row.Add(text.Peek() == '"' ? Quoted(text) : null);
                end = text.Read();
            }
            while (end == ',');

            yield return row;
        }
    }

    private static string Quoted(TextReader text)
    {
        var value = new StringBuilder();
        text.Read();
        while (true)
        {
            var c = text.Read();
            if (c < 0 || (c == '"' && text.Peek() != '"'))
            {
                return value.ToString();
            }

            value.Append((char)c);
            if (c == '"')
            {
                text.Read();
            }
        }
    }
}
