using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;

namespace StatesLanguage.Paths;

/// <summary>Reads a JSONPath, and gives null where the text is none.</summary>
internal sealed class PathParser
{
    // Characters that a name without quotes cannot have, because they have a meaning in paths, filters and calls.
    private static readonly SearchValues<char> EndsName = SearchValues.Create(".[](), '\"=!<>&|");

    private readonly string text;
    private readonly TextCursor cursor;

    private PathParser(string text, TextCursor cursor)
    {
        this.text = text;
        this.cursor = cursor;
    }

    public static JsonPath? Parse(string text)
    {
        var cursor = new TextCursor(text);
        var path = Parse(text, cursor);
        return path is not null && cursor.AtEnd ? path : null;
    }

    /// <summary>Reads the path that starts at the cursor and leaves the cursor behind it.</summary>
    public static JsonPath? Parse(string text, TextCursor cursor)
    {
        var start = cursor.Position;
        if (!cursor.Take('$'))
        {
            return null;
        }

        PathRoot root = cursor.Take('$') ? new PathRoot.Context()
            : cursor.TakeWhile(IsNamePart) is { Length: > 0 } name ? new PathRoot.Variable(name)
            : new PathRoot.Input();
        return root is PathRoot.Variable { Name: var variable } && char.IsAsciiDigit(variable[0])
            ? null
            : Parse(text, cursor, start, root);
    }

    /// <summary>Reads the steps of a path behind its root.</summary>
    public static JsonPath? Parse(string text, TextCursor cursor, int start, PathRoot root) =>
        new PathParser(text, cursor).Steps() is { } steps ? new JsonPath(cursor.From(start), root, steps) : null;

    private ImmutableArray<PathStep>? Steps()
    {
        var steps = ImmutableArray.CreateBuilder<PathStep>();
        while (true)
        {
            bool good;
            if (cursor.Take(".."))
            {
                steps.Add(new PathStep.Descendants());
                good = cursor.Current == '[' ? Bracket(steps) : Dotted(steps);
            }
            else if (cursor.Take('.'))
            {
                good = cursor.Current == '[' ? Bracket(steps) : Dotted(steps);
            }
            else if (cursor.Current == '[')
            {
                good = Bracket(steps);
            }
            else
            {
                return steps.ToImmutable();
            }

            if (!good)
            {
                return null;
            }
        }
    }

    private bool Dotted(ImmutableArray<PathStep>.Builder steps)
    {
        if (cursor.Take('*'))
        {
            steps.Add(new PathStep.Wildcard());
            return true;
        }

        var name = cursor.TakeWhile(c => !EndsName.Contains(c));
        if (name.Length == 0)
        {
            return false;
        }

        if (cursor.Take("()"))
        {
            steps.Add(new PathStep.Function(name));
            return PathFunctions.Has(name);
        }

        steps.Add(new PathStep.Member(name));
        return true;
    }

    private bool Bracket(ImmutableArray<PathStep>.Builder steps)
    {
        cursor.Take('[');
        cursor.SkipSpace();
        var step = cursor.Current switch
        {
            '*' when cursor.Take('*') => new PathStep.Wildcard(),
            '?' when cursor.Take('?') => Filter(),
            '\'' or '"' => Names(),
            _ => Numbers(),
        };
        cursor.SkipSpace();
        if (step is null || !cursor.Take(']'))
        {
            return false;
        }

        steps.Add(step);
        return true;
    }

    private PathStep.Where? Filter()
    {
        cursor.SkipSpace();
        return cursor.Nested(new PathFilterParser(text, cursor).Parse) is { } filter ? new PathStep.Where(filter) : null;
    }

    private PathStep? Names()
    {
        var names = ImmutableArray.CreateBuilder<string>();
        do
        {
            cursor.SkipSpace();
            if (!cursor.TryTakeQuoted(out var name))
            {
                return null;
            }

            names.Add(name);
            cursor.SkipSpace();
        }
        while (cursor.Take(','));

        return names.Count == 1 ? new PathStep.Member(names[0]) : new PathStep.Members(names.ToImmutable());
    }

    private PathStep? Numbers()
    {
        var first = Number();
        cursor.SkipSpace();
        if (cursor.Take(':'))
        {
            cursor.SkipSpace();
            return new PathStep.Slice(first, Number());
        }

        if (first is null)
        {
            return null;
        }

        var indexes = ImmutableArray.Create(first.Value);
        while (cursor.Take(','))
        {
            cursor.SkipSpace();
            if (Number() is not { } index)
            {
                return null;
            }

            indexes = indexes.Add(index);
            cursor.SkipSpace();
        }

        return indexes.Length == 1 ? new PathStep.Element(indexes[0]) : new PathStep.Elements(indexes);
    }

    private int? Number()
    {
        var digits = cursor.TakeWhile(c => char.IsAsciiDigit(c) || c == '-');
        return int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c == '_';
}
