using System.Runtime.CompilerServices;
using System.Text;

namespace StatesLanguage.Maps;

/// <summary>Reads delimited text (RFC 4180, any of AWS's delimiters). Empty lines are no rows.</summary>
internal static class CsvText
{
    /// <param name="stream">The text, in UTF-8.</param>
    /// <param name="name">The name of the object in errors.</param>
    /// <param name="delimiter">The character between two fields.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="ItemReaderException">A line or a row is too long, or a quote is never closed.</exception>
    public static async IAsyncEnumerable<string[]> RowsAsync(
        Stream stream, string name, char delimiter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var row = new Row(delimiter);
        var (number, first) = (0, 0);
        await foreach (var line in TextLines.ReadAsync(stream, name, cancellation))
        {
            number++;
            if (line.Length == 0 && !row.IsOpen)
            {
                continue;
            }

            first = row.IsOpen ? first : number;
            row.Add(line);
            if (row.Length > ItemMemory.LongestItem)
            {
                throw new ItemReaderException(
                    $"The row of {name} that ends after line {number} is longer than {ItemMemory.LongestItem >> 20} MiB, which no item may be. "
                    + "A quote may lack its other half.");
            }

            if (!row.IsOpen)
            {
                yield return row.Take();
            }
        }

        if (row.IsOpen)
        {
            // What AWS makes of it is not documented. All rows behind the quote would be one field.
            throw new ItemReaderException($"The row of {name} that begins in line {first} has a quote that is never closed: close it, or double it.");
        }
    }

    /// <summary>The fields of the row that is being read.</summary>
    private sealed class Row(char delimiter)
    {
        private readonly List<string> fields = [];
        private readonly StringBuilder field = new();

        /// <summary>Whether a field in quotes continues after the end of the line.</summary>
        public bool IsOpen { get; private set; }

        /// <summary>Characters of its lines.</summary>
        public long Length { get; private set; }

        public void Add(string line)
        {
            Length += line.Length;
            if (IsOpen)
            {
                field.Append('\n');
                Length++;
            }

            for (var i = 0; i < line.Length; i++)
            {
                var c = line[i];
                // Also in a field without quotes around it, as AWS's own example has it
                // (https://docs.aws.amazon.com/step-functions/latest/dg/example-csv-parse-dist-map.html).
                if ((IsOpen || field.Length > 0) && c == '"' && i + 1 < line.Length && line[i + 1] == '"')
                {
                    field.Append(line[++i]);
                }
                else if (c == '"' && (IsOpen || field.Length == 0))
                {
                    IsOpen = !IsOpen;
                }
                else if (c == delimiter && !IsOpen)
                {
                    EndField();
                }
                else
                {
                    field.Append(c);
                }
            }
        }

        public string[] Take()
        {
            EndField();
            string[] row = [.. fields];
            fields.Clear();
            IsOpen = false;
            Length = 0;
            return row;
        }

        private void EndField()
        {
            fields.Add(field.ToString());
            field.Clear();
        }
    }
}
