using System.Text;

namespace Lake.Athena;

/// <summary>
/// Puts the execution parameters in the place of a statement's <c>?</c>. Each is the text of one SQL literal, so a value
/// can never become a piece of the statement.
/// </summary>
internal static class ExecutionParameters
{
    private static readonly string[] Words = ["true", "false", "null"];
    private static readonly string[] Types = ["date", "time", "timestamp", "decimal", "bigint", "double", "real", "varchar", "char"];

    /// <param name="sql">The statement.</param>
    /// <param name="start">The position at which the part that runs starts.</param>
    /// <param name="length">The length of that part.</param>
    /// <param name="parameters">The parameters in the order of the text.</param>
    /// <exception cref="AthenaException">A parameter is no literal, or there are more or fewer of them than <c>?</c>.</exception>
    public static Statement Apply(SqlText sql, int start, int length, IReadOnlyList<string> parameters)
    {
        var places = sql.Tokens.Where(token => token.Kind == TokenKind.Placeholder).ToArray();
        if (places.Length != parameters.Count)
        {
            throw AthenaException.InvalidRequest(
                $"Incorrect number of parameters: the query has {places.Length} and ExecutionParameters {parameters.Count}.");
        }

        var text = new StringBuilder();
        var shifts = new List<(int Position, int Shift)> { (0, -start) };
        var copied = start;
        foreach (var (place, parameter) in places.Zip(parameters))
        {
            text.Append(sql.Text, copied, place.Start - copied).Append(Literal(parameter));
            copied = place.End;
            shifts.Add((text.Length, text.Length - copied));
        }

        text.Append(sql.Text, copied, start + length - copied);
        return new(sql, text.ToString(), shifts);
    }

    private static string Literal(string parameter)
    {
        var text = SqlText.Read(parameter);
        return IsLiteral(text)
            // Its tokens and nothing around them: a comment would hide what follows.
            ? parameter[text.Tokens[0].Start..text.Tokens[^1].End]
            : throw AthenaException.InvalidRequest(
                $"The execution parameter {parameter} is not one SQL literal, such as 2, 'text' with its quotes, or DATE '2026-11-20'.");
    }

    private static bool IsLiteral(SqlText text) => text.Tokens.Select(token => token.Kind).ToArray() switch
    {
        [TokenKind.Text] => true,
        [TokenKind.Number] => IsNumber(text, 0),
        [TokenKind.Symbol, TokenKind.Number] => (text.Is(0, "-") || text.Is(0, "+")) && IsNumber(text, 1),
        [TokenKind.Word] => Words.Any(word => text.Is(0, word)),
        [TokenKind.Word, TokenKind.Text] => Types.Any(type => text.Is(0, type)),
        _ => false,
    };

    private static bool IsNumber(SqlText text, int token) =>
        double.TryParse(
            text.TextOf(text.Tokens[token]),
            System.Globalization.NumberStyles.Float,
            System.Globalization.CultureInfo.InvariantCulture,
            out _);
}
