using System.Text.Json;

namespace StatesLanguage;

/// <summary>Says what is wrong with a JSON text in the words of Jackson, the parser whose messages Step Functions shows.</summary>
/// <remarks>
/// Recorded for inputs of StartExecution: https://github.com/localstack/localstack,
/// tests/aws/services/stepfunctions/v2/test_sfn_api.snapshot.json.
/// </remarks>
public static class JsonProblem
{
    private const string Value = "JSON String, Number, Array, Object or token 'null', 'true' or 'false'";

    /// <param name="text">The text that was read.</param>
    /// <param name="error">The error of this program's own reader.</param>
    public static string Of(string text, JsonException error)
    {
        var position = Position(text, error);
        if (text.AsSpan(position).Trim().IsEmpty)
        {
            return text.AsSpan().Trim().IsEmpty
                ? "No content to map due to end-of-input"
                : $"Unexpected end-of-input: expected close marker for {(OpenAt(text) == '[' ? "Array" : "Object")}";
        }

        while (char.IsWhiteSpace(text[position]))
        {
            position++;
        }

        if (char.IsAsciiLetter(text[position]))
        {
            var start = position;
            while (start > 0 && char.IsAsciiLetterOrDigit(text[start - 1]))
            {
                start--;
            }

            var end = position;
            while (end < text.Length && char.IsAsciiLetterOrDigit(text[end]))
            {
                end++;
            }

            return $"Unrecognized token '{text[start..end]}': was expecting ({Value})";
        }

        var character = $"Unexpected character ('{text[position]}' (code {(int)text[position]}))";
        return error.Message.Contains("property name", StringComparison.Ordinal) || (text[position] == '}' && error.Message.Contains("trailing comma", StringComparison.Ordinal))
            ? $"{character}: was expecting double-quote to start field name"
            : $"{character}: expected a valid value ({Value})";
    }

    private static int Position(string text, JsonException error)
    {
        var line = 0;
        for (var skipped = error.LineNumber ?? 0; skipped > 0 && text.IndexOf('\n', line) is >= 0 and var end; skipped--)
        {
            line = end + 1;
        }

        // Bytes of UTF-8 to characters.
        var bytes = error.BytePositionInLine ?? 0;
        var position = line;
        for (; position < text.Length && bytes > 0; position++)
        {
            bytes -= text[position] < 0x80 ? 1 : text[position] < 0x800 || char.IsSurrogate(text[position]) ? 2 : 3;
        }

        return position;
    }

    /// <summary>The bracket that is open at the end, strings aside.</summary>
    private static char OpenAt(string text)
    {
        var open = new Stack<char>();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\' when quoted:
                    i++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case '{' or '[' when !quoted:
                    open.Push(text[i]);
                    break;
                case '}' or ']' when !quoted:
                    open.TryPop(out _);
                    break;
            }
        }

        return open.TryPeek(out var last) ? last : '{';
    }
}
