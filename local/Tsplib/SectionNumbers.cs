using System.Globalization;

namespace Tsplib;

/// <summary>A section's numbers, taken one after the other.</summary>
internal sealed class SectionNumbers(TsplibText file, string section, IReadOnlyList<Word> words)
{
    private int next;

    /// <summary>The line of the number that was read last.</summary>
    public int Line { get; private set; }

    public long Whole(long least, long most) => Whole(file, Next(), section, least, most);

    public double Real()
    {
        var word = Next();

        return double.TryParse(word.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && Math.Abs(value) < 1e8
            ? value
            : throw file.Error(word.Line, $"{word.Text} is not a coordinate.");
    }

    /// <exception cref="CvrpFormatException">Numbers are left.</exception>
    public void End()
    {
        if (next < words.Count)
        {
            throw file.Error(words[next].Line, $"{words[next].Text} is one number too many in {section}.");
        }
    }

    public static long Whole(TsplibText file, Word word, string what, long least, long most) =>
        long.TryParse(word.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
        && value >= least && value <= most
            ? value
            : throw file.Error(
                word.Line,
                $"{word.Text} is not a whole number "
                + (most == long.MaxValue ? $"of {least} or more" : $"from {least} to {most}") + $", as {what} asks.");

    private Word Next()
    {
        if (next == words.Count)
        {
            throw file.Error(
                words.Count == 0 ? file.LastLine : words[^1].Line, $"{section} ends after {words.Count} numbers, too early.");
        }

        Line = words[next].Line;
        return words[next++];
    }
}
