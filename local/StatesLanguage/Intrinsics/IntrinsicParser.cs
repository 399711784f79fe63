using System.Collections.Immutable;
using System.Text;
using StatesLanguage.Paths;

namespace StatesLanguage.Intrinsics;

/// <summary>Reads calls such as <c>States.Format('{}', $.name)</c>; null where the text is none.</summary>
internal static class IntrinsicParser
{
    // https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html: "up to 10 intrinsic functions within a field".
    private const int MostInEachOther = 10;

    public static IntrinsicCall? Parse(string text)
    {
        var cursor = new TextCursor(text);
        var call = Call(text, cursor);
        cursor.SkipSpace();
        return cursor.AtEnd ? call : null;
    }

    private static IntrinsicCall? Call(string text, TextCursor cursor)
    {
        cursor.SkipSpace();
        var start = cursor.Position;
        if (!cursor.Take("States."))
        {
            return null;
        }

        var name = cursor.TakeWhile(char.IsAsciiLetterOrDigit);
        if (!IntrinsicFunctions.TryGet(name, out var function) || !cursor.Take('('))
        {
            return null;
        }

        var arguments = ImmutableArray.CreateBuilder<IntrinsicArgument>();
        cursor.SkipSpace();
        if (!cursor.Take(')'))
        {
            do
            {
                if (Argument(text, cursor) is not { } argument)
                {
                    return null;
                }

                arguments.Add(argument);
                cursor.SkipSpace();
            }
            while (cursor.Take(','));

            if (!cursor.Take(')'))
            {
                return null;
            }
        }

        return arguments.Count >= function.Least && arguments.Count <= function.Most
            ? new IntrinsicCall(cursor.From(start), name, arguments.ToImmutable())
            : null;
    }

    private static IntrinsicArgument? Argument(string text, TextCursor cursor)
    {
        cursor.SkipSpace();
        switch (cursor.Current)
        {
            case '\'':
                return Text(cursor) is { } value ? new IntrinsicArgument.Literal(Json.Of(value)) : null;
            case '$':
                return PathParser.Parse(text, cursor) is { } path ? new IntrinsicArgument.Path(path) : null;
            case 'S':
                return cursor.Nested(() => Call(text, cursor), MostInEachOther - 1) is { } call ? new IntrinsicArgument.Call(call) : null;
        }

        return cursor.TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '+') switch
        {
            "true" => new IntrinsicArgument.Literal(Json.True),
            "false" => new IntrinsicArgument.Literal(Json.False),
            "null" => new IntrinsicArgument.Literal(Json.Null),
            var word => Number(word) is { } number ? new IntrinsicArgument.Literal(number) : null,
        };
    }

    private static JsonNumber? Number(string word) =>
        double.TryParse(word, System.Globalization.CultureInfo.InvariantCulture, out _)
            ? JsonNumber.Read(Encoding.ASCII.GetBytes(word))
            : null;

    // In single quotes; a backslash stands before a quote, a brace or another backslash. What it says about braces
    // concerns States.Format, which takes them off itself.
    private static string? Text(TextCursor cursor)
    {
        cursor.Take('\'');
        var characters = new StringBuilder();
        while (!cursor.AtEnd && !cursor.Take('\''))
        {
            if (cursor.Take('\\'))
            {
                switch (cursor.Current)
                {
                    case '\'' or '\\':
                        break;
                    case '{' or '}':
                        characters.Append('\\');
                        break;
                    default:
                        return null;
                }
            }

            characters.Append(cursor.Current);
            cursor.Position++;
            if (cursor.AtEnd)
            {
                return null;
            }
        }

        return characters.ToString();
    }
}
