namespace Lake.Athena;

/// <summary>Looks at a statement before it is started.</summary>
public static class Question
{
    /// <returns>The kind of the statement: <c>SELECT</c>, <c>SHOW</c>, <c>UNLOAD</c> …</returns>
    /// <exception cref="AthenaException">It is none that runs here, or its brackets do not match.</exception>
    public static string Kind(string sql)
    {
        var text = SqlText.Read(sql);
        var depth = 0;
        for (var i = 0; i < text.Tokens.Count; i++)
        {
            depth += text.Is(i, "(") ? 1 : text.Is(i, ")") ? -1 : 0;
            if (depth < 0)
            {
                throw AthenaException.InvalidRequest($"{text.Place(text.Tokens[i].Start)}: mismatched input ')'");
            }
        }

        return StatementForm.Of(text).Keyword;
    }
}
