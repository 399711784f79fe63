using System.Globalization;

namespace Tsplib;

/// <summary>A section's numbers, taken one after the other.</summary>
internal sealed class SectionNumbers(TsplibText file, string section, IReadOnlyList<Word> words)
{
    private int next;

    /// <summary>The line of the number that was read last.</summary>
    public int Line { get; private set; }

    public long Whole(long least, long most) => Whole(file, Next(), section, least, most);

    public bool HasNext => next < words.Count;

    /// <summary>Takes a number of whatever size that counts for nothing.</summary>
    public void Skip()
    {
        var word = Next();
        if (!double.TryParse(word.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        {
            throw file.Error(word.Line, $"{word.Text} is not a number, as {section} asks.");
        }
    }

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
        if (HasNext)
        {
            throw file.Error(words[next].Line, $"{words[next].Text} is one number too many in {section}.");
        }
    }

    /// <summary>A whole number, which some files write with a fraction or an exponent: <c>200.0</c>, <c>2e2</c>.</summary>
    public static long Whole(TsplibText file, Word word, string what, long least, long most) =>
        decimal.TryParse(word.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && value == decimal.Truncate(value) && value >= least && value <= most
            ? (long)value
            : throw file.Error(
                word.Line,
                $"{(word.Text.Length == 0 ? "''" : word.Text)} is not a whole number "
                + (most == long.MaxValue ? $"of {least} or more" : $"from {least} to {most}") + $", as {what} asks.");

    private Word Next()
    {
        if (!HasNext)
        {
            throw file.Error(
                words.Count == 0 ? file.LastLine : words[^1].Line, $"{section} ends after {words.Count} numbers, too early.");
        }

        Line = words[next].Line;
        return words[next++];
    }
}
