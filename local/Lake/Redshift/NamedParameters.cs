using System.Text;
using Lake.Athena;
using Lake.DuckDb;

namespace Lake.Redshift;

/// <summary>Puts values in the place of <c>:name</c>, as texts that take whatever type their place has.</summary>
public static class NamedParameters
{
    /// <param name="sql">The statement.</param>
    /// <param name="values">The values, by name.</param>
    /// <param name="used">The names that the statement uses are added.</param>
    /// <exception cref="RedshiftException">A text or a name in it does not end, or a parameter has no value.</exception>
    public static string Fill(string sql, IReadOnlyDictionary<string, string> values, ISet<string> used)
    {
        SqlText text;
        try
        {
            text = SqlText.Read(sql);
        }
        catch (AthenaException error)
        {
            throw new RedshiftException(error.Message, error);
        }

        var filled = new StringBuilder();
        var from = 0;
        for (var i = 0; i < text.Tokens.Count - 1; i++)
        {
            var (colon, name) = (text.Tokens[i], text.Tokens[i + 1]);
            if (!text.Is(i, ":") || text.Is(i - 1, ":") || name.Kind is not (TokenKind.Word or TokenKind.Number) || name.Start != colon.End)
            {
                continue;
            }

            var value = values.TryGetValue(text.TextOf(name), out var given)
                ? given
                : throw new RedshiftException($"the parameter :{text.TextOf(name)} has no value");
            used.Add(text.TextOf(name));
            filled.Append(sql, from, colon.Start - from).Append(Sql.Literal(value));
            from = name.End;
        }

        return filled.Append(sql, from, sql.Length - from).ToString();
    }
}
