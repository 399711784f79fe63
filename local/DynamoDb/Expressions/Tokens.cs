namespace DynamoDb.Expressions;

/// <summary>The parts of an expression: names, names of values, words and signs.</summary>
internal static class Tokens
{
    private static readonly string[] Signs = ["<>", "<=", ">=", "=", "<", ">", "(", ")", ","];

    /// <exception cref="TableException">There is something that no expression has.</exception>
    public static Queue<string> Read(string expression)
    {
        var tokens = new Queue<string>();
        var at = 0;
        while (at < expression.Length)
        {
            if (char.IsWhiteSpace(expression[at]))
            {
                at++;
                continue;
            }

            var rest = expression[at..];
            var length = Signs.FirstOrDefault(sign => rest.StartsWith(sign, StringComparison.Ordinal))?.Length
                ?? rest.TakeWhile((letter, i) => char.IsAsciiLetterOrDigit(letter) || letter == '_' || (i == 0 && letter is '#' or ':')).Count();
            if (length == 0)
            {
                throw TableException.Invalid(
                    $"Invalid expression: '{rest[0]}' at {at} of '{expression}' is not read here; names have no dots or brackets, for nested attributes are not kept.");
            }

            tokens.Enqueue(rest[..length]);
            at += length;
        }

        return tokens;
    }
}
