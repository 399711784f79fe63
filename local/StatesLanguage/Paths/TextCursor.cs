using System.Diagnostics.CodeAnalysis;

namespace StatesLanguage.Paths;

/// <summary>Walks over a text; the parsers of paths and intrinsic functions share it.</summary>
internal sealed class TextCursor(string text)
{
    // Ten times what AWS allows calls; the reader's own stack holds hundreds of times more.
    private const int DeepestNesting = 100;

    private int nested;

    public int Position { get; set; }

    public bool AtEnd => Position >= text.Length;

    /// <summary>The character here, or NUL at the end.</summary>
    public char Current => AtEnd ? '\0' : text[Position];

    public char Next => Position + 1 < text.Length ? text[Position + 1] : '\0';

    public bool Take(char c)
    {
        if (Current != c)
        {
            return false;
        }

        Position++;
        return true;
    }

    public bool Take(string word)
    {
        if (string.CompareOrdinal(text, Position, word, 0, word.Length) != 0)
        {
            return false;
        }

        Position += word.Length;
        return true;
    }

    /// <summary>Reads a part that can hold parts of its own kind; null where they stand in each other too deeply.</summary>
    public T? Nested<T>(Func<T?> read, int most = DeepestNesting) where T : class
    {
        if (nested >= most)
        {
            return null;
        }

        nested++;
        var part = read();
        nested--;
        return part;
    }

    public void SkipSpace()
    {
        while (char.IsWhiteSpace(Current))
        {
            Position++;
        }
    }

    public string TakeWhile(Func<char, bool> wanted)
    {
        var start = Position;
        while (!AtEnd && wanted(Current))
        {
            Position++;
        }

        return text[start..Position];
    }

    public string From(int start) => text[start..Position];

    /// <summary>A text in single or double quotes; a backslash stands before a quote of the kind that would end it.</summary>
    public bool TryTakeQuoted([NotNullWhen(true)] out string? value)
    {
        value = null;
        var quote = Current;
        if (quote is not ('\'' or '"'))
        {
            return false;
        }

        var characters = new System.Text.StringBuilder();
        for (Position++; !AtEnd && Current != quote; Position++)
        {
            if (Current == '\\' && Next == quote)
            {
                Position++;
            }

            characters.Append(Current);
        }

        value = characters.ToString();
        return Take(quote);
    }
}
