using System.Globalization;
using System.Text;

namespace Local.Cli;

/// <summary>
/// Writes text for a terminal with its control characters written out: a name, a reason or a file's text can neither move the
/// cursor, nor colour, nor hide or turn around what stands beside it. Lines and tabs stay.
/// </summary>
internal sealed class VisibleWriter(TextWriter terminal) : TextWriter(CultureInfo.InvariantCulture)
{
    public override Encoding Encoding => terminal.Encoding;

    public static string Visible(ReadOnlySpan<char> text)
    {
        var visible = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (IsPlain(c))
            {
                visible.Append(c);
            }
            else
            {
                visible.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            }
        }

        return visible.ToString();
    }

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer) => terminal.Write(Visible(buffer));

    public override void WriteLine() => terminal.WriteLine();

    // The line is written in one call, so that the lines of two threads stay apart.
    public override void WriteLine(string? value) => terminal.WriteLine(Visible(value));

    public override void Flush() => terminal.Flush();

    // Beside what Unicode calls control: the marks that turn the direction of writing, and its own ends of a line.
    private static bool IsPlain(char c) => c is '\n' or '\t'
        || !(char.IsControl(c) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u2028' or '\u2029' or '\u200E' or '\u200F');
}
