namespace Lake.Athena;

/// <summary>The kind of a statement, by its first word, and the part of it that DuckDB gets.</summary>
/// <param name="Keyword"><c>SELECT</c>, <c>UNLOAD</c>, <c>SHOW</c> …</param>
/// <param name="StatementType"><c>DML</c>, <c>DDL</c> or <c>UTILITY</c>.</param>
/// <param name="Extension">The extension of the result's object.</param>
/// <param name="QueryStart">The position at which DuckDB's part starts.</param>
/// <param name="QueryLength">The length of that part.</param>
/// <param name="Unload">The statement, if it is one.</param>
/// <param name="Catalog">The statement, if it asks for the catalog.</param>
internal sealed record StatementForm(
    string Keyword,
    string StatementType,
    string Extension,
    int QueryStart,
    int QueryLength,
    UnloadStatement? Unload = null,
    CatalogStatement? Catalog = null)
{
    /// <exception cref="AthenaException">The local stage does not run such a statement.</exception>
    public static StatementForm Of(SqlText sql)
    {
        if (sql.Tokens.Count == 0)
        {
            throw AthenaException.InvalidRequest("The query is empty.");
        }

        for (var i = 0; i < sql.Tokens.Count - 1; i++)
        {
            if (sql.Is(i, ";"))
            {
                throw AthenaException.InvalidRequest($"{sql.Place(sql.Tokens[i].Start)}: Only one sql statement is allowed.");
            }
        }

        ReadOnly.CheckFunctions(sql);
        var keyword = sql.TextOf(sql.Tokens[0]).ToUpperInvariant();
        if (keyword == "EXPLAIN")
        {
            ReadOnly.CheckExplained(sql);
        }

        return keyword switch
        {
            _ when ReadOnly.IsQuestion(keyword) => new("SELECT", "DML", ".csv", 0, sql.Text.Length),
            "EXPLAIN" => new(keyword, "UTILITY", ".txt", 0, sql.Text.Length),
            "UNLOAD" => ForUnload(UnloadStatement.Read(sql)),
            "SHOW" or "DESCRIBE" or "DESC" => new(keyword, "UTILITY", ".txt", 0, 0, Catalog: CatalogStatement.Read(sql)),
            _ => throw AthenaException.InvalidRequest(
                $"{sql.Place(sql.Tokens[0].Start)}: The local stage runs queries, UNLOAD, EXPLAIN, SHOW and DESCRIBE, and no {keyword}: "
                + "tables come from tables.json, and rows from the delivery streams."),
        };
    }

    private static StatementForm ForUnload(UnloadStatement unload) =>
        new("UNLOAD", "DML", "", unload.QueryStart, unload.QueryLength, unload);
}
