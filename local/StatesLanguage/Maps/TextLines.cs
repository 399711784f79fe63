using System.Runtime.CompilerServices;
using System.Text;

namespace StatesLanguage.Maps;

/// <summary>Reads the lines of a text, none of them longer than an item may be.</summary>
internal static class TextLines
{
    /// <param name="stream">The text, in UTF-8.</param>
    /// <param name="name">The name of the object in errors.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="ItemReaderException">A line is too long.</exception>
    public static async IAsyncEnumerable<string> ReadAsync(
        Stream stream, string name, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var text = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
        var buffer = new char[16 * 1024];
        var line = new StringBuilder();
        var number = 1;
        var returned = false;
        while (await text.ReadAsync(buffer, cancellation) is > 0 and var read)
        {
            for (var at = 0; at < read;)
            {
                // A line ends at \n, \r or both together.
                if (returned && buffer[at] == '\n')
                {
                    at++;
                    returned = false;
                    continue;
                }

                var length = buffer.AsSpan(at, read - at).IndexOfAny('\r', '\n');
                line.Append(buffer, at, length < 0 ? read - at : length);
                if (line.Length > ItemMemory.LongestItem)
                {
                    throw new ItemReaderException($"Line {number} of {name} is longer than {ItemMemory.LongestItem >> 20} MiB, which no item may be.");
                }

                if (length < 0)
                {
                    returned = false;
                    break;
                }

                returned = buffer[at + length] == '\r';
                at += length + 1;
                yield return line.ToString();
                line.Clear();
                number++;
            }
        }

        if (line.Length > 0)
        {
            yield return line.ToString();
        }
    }
}
