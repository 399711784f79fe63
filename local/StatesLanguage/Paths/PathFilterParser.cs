using System.Text.Json;
using System.Text.RegularExpressions;

namespace StatesLanguage.Paths;

/// <summary>Reads the condition of a filter step; null where the text is none.</summary>
internal sealed class PathFilterParser(string text, TextCursor cursor)
{
    private static readonly string[] Relations =
        ["==", "!=", "<=", ">=", "<", ">", "subsetof", "anyof", "noneof", "contains", "nin", "in", "size", "empty"];

    public PathFilter? Parse() => cursor.Take('(') && Or() is { } filter && Closes() ? filter : null;

    private bool Closes()
    {
        cursor.SkipSpace();
        return cursor.Take(')');
    }

    private PathFilter? Or()
    {
        var left = And();
        cursor.SkipSpace();
        return left is null || !cursor.Take("||") ? left
            : cursor.Nested(Or) is { } right ? new PathFilter.Or(left, right)
            : null;
    }

    private PathFilter? And()
    {
        var left = Term();
        cursor.SkipSpace();
        return left is null || !cursor.Take("&&") ? left
            : cursor.Nested(And) is { } right ? new PathFilter.And(left, right)
            : null;
    }

    private PathFilter? Term()
    {
        cursor.SkipSpace();
        if (cursor.Current == '!' && cursor.Next != '=')
        {
            cursor.Take('!');
            return cursor.Nested(Term) is { } inner ? new PathFilter.Not(inner) : null;
        }

        return cursor.Current == '(' ? cursor.Nested(Parse) : Comparison();
    }

    private PathFilter? Comparison()
    {
        if (Operand() is not { } left)
        {
            return null;
        }

        cursor.SkipSpace();
        if (cursor.Take("=~"))
        {
            cursor.SkipSpace();
            return Pattern() is { } pattern ? new PathFilter.Matches(left, pattern) : null;
        }

        if (Array.Find(Relations, relation => cursor.Take(relation) || cursor.Take(relation.ToUpperInvariant())) is not { } relation)
        {
            return new PathFilter.Exists(left);
        }

        cursor.SkipSpace();
        return Operand() is { } right ? new PathFilter.Compares(left, relation, right) : null;
    }

    private PathFilter.Operand? Operand()
    {
        switch (cursor.Current)
        {
            case '@' or '$':
                var start = cursor.Position;
                var fromRoot = cursor.Take('$') || !cursor.Take('@');
                var path = PathParser.Parse(text, cursor, start, new PathRoot.Input());
                return path is null ? null : new PathFilter.Operand.Path(fromRoot, path);
            case '\'' or '"':
                return cursor.TryTakeQuoted(out var quoted) ? new PathFilter.Operand.Literal(Json.Of(quoted)) : null;
            default:
                return Literal();
        }
    }

    private PathFilter.Operand.Literal? Literal()
    {
        var word = cursor.Current == '['
            ? cursor.TakeWhile(c => c != ']') + (cursor.Take(']') ? "]" : "")
            : cursor.TakeWhile(c => !char.IsWhiteSpace(c) && c is not (')' or '&' or '|' or '=' or '<' or '>' or '!'));
        try
        {
            return new PathFilter.Operand.Literal(Json.Parse(word.Replace('\'', '"')));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Regex? Pattern()
    {
        if (!cursor.Take('/'))
        {
            return null;
        }

        var pattern = cursor.TakeWhile(c => c != '/');
        cursor.Take('/');
        var options = cursor.Take('i') ? RegexOptions.IgnoreCase : RegexOptions.None;
        try
        {
            return new Regex($"^(?:{pattern})$", options | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
