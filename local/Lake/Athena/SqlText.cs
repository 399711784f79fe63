namespace Lake.Athena;

internal enum TokenKind
{
    Word,
    QuotedName,
    Text,
    Number,
    Placeholder,
    Symbol,
}

/// <summary>A piece of a statement.</summary>
/// <param name="Kind">The kind of the token.</param>
/// <param name="Start">The position at which it starts in the statement.</param>
/// <param name="Length">The length of the token.</param>
internal sealed record Token(TokenKind Kind, int Start, int Length)
{
    public int End => Start + Length;
}

/// <summary>
/// A statement as Athena's lexer sees it: enough to find its parameters and its outermost words without mistaking what
/// stands in strings, quoted names and comments for them.
/// </summary>
internal sealed class SqlText
{
    private SqlText(string text, IReadOnlyList<Token> tokens)
    {
        Text = text;
        Tokens = tokens;
    }

    public string Text { get; }

    public IReadOnlyList<Token> Tokens { get; }

    /// <exception cref="AthenaException">A string, a name or a comment does not end.</exception>
    public static SqlText Read(string text)
    {
        var tokens = new List<Token>();
        for (var at = 0; at < text.Length;)
        {
            var (kind, length) = Next(text, at);
            if (kind is { } found)
            {
                tokens.Add(new(found, at, length));
            }

            at += length;
        }

        return new(text, tokens);
    }

    public string TextOf(Token token) => Text.Substring(token.Start, token.Length);

    /// <summary>Whether the token is that word or symbol, in upper or lower case.</summary>
    public bool Is(int token, string word) =>
        token >= 0 && token < Tokens.Count
        && Tokens[token].Kind is TokenKind.Word or TokenKind.Symbol
        && TextOf(Tokens[token]).Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>The content of a string.</summary>
    public string Unquote(Token token) =>
        Text.Substring(token.Start + 1, token.Length - 2).Replace("''", "'", StringComparison.Ordinal);

    /// <summary>Line and column, from 1, as Athena's messages count them.</summary>
    public string Place(int position)
    {
        var before = Text.AsSpan(0, Math.Clamp(position, 0, Text.Length));
        var line = before.Count('\n') + 1;
        return $"line {line}:{before.Length - before.LastIndexOf('\n')}";
    }

    private static (TokenKind? Kind, int Length) Next(string text, int at)
    {
        var c = text[at];
        var next = at + 1 < text.Length ? text[at + 1] : '\0';
        return (c, next) switch
        {
            _ when char.IsWhiteSpace(c) => (null, 1),
            ('-', '-') => (null, Until(text, at, "\n")),
            ('/', '*') => (null, Quoted(text, at, "*/", "comment")),
            ('\'', _) => (TokenKind.Text, Quoted(text, at, '\'', "string")),
            ('"', _) => (TokenKind.QuotedName, Quoted(text, at, '"', "quoted name")),
            ('?', _) => (TokenKind.Placeholder, 1),
            _ when char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(next)) => (TokenKind.Number, Number(text, at)),
            _ when char.IsLetter(c) || c == '_' => (TokenKind.Word, Run(text, at, x => char.IsLetterOrDigit(x) || x == '_')),
            _ => (TokenKind.Symbol, 1),
        };
    }

    private static int Until(string text, int at, string end)
    {
        var found = text.IndexOf(end, at, StringComparison.Ordinal);
        return found < 0 ? text.Length - at : found - at;
    }

    private static int Quoted(string text, int at, string end, string what)
    {
        var found = text.IndexOf(end, at + 2, StringComparison.Ordinal);
        return found < 0 ? throw Unended(text, at, what) : found + end.Length - at;
    }

    /// <summary>A quote inside is written twice.</summary>
    private static int Quoted(string text, int at, char quote, string what)
    {
        for (var i = at + 1; i < text.Length; i++)
        {
            if (text[i] != quote)
            {
                continue;
            }

            if (i + 1 < text.Length && text[i + 1] == quote)
            {
                i++;
                continue;
            }

            return i + 1 - at;
        }

        throw Unended(text, at, what);
    }

    private static int Number(string text, int at)
    {
        var length = Run(text, at, c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_');
        var exponent = text[at + length - 1] is 'e' or 'E' && at + length < text.Length && text[at + length] is '+' or '-';
        return exponent ? length + 1 + Run(text, at + length + 1, char.IsAsciiDigit) : length;
    }

    private static int Run(string text, int at, Func<char, bool> belongs)
    {
        var end = at;
        while (end < text.Length && belongs(text[end]))
        {
            end++;
        }

        return end - at;
    }

    private static AthenaException Unended(string text, int at, string what) =>
        AthenaException.InvalidRequest($"{new SqlText(text, []).Place(at)}: The {what} that starts here does not end.");
}
