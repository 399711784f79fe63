namespace Lake.Athena;

/// <summary><c>SHOW TABLES</c>, <c>SHOW DATABASES</c>, <c>SHOW COLUMNS IN t</c> and <c>DESCRIBE t</c>.</summary>
/// <param name="Subject"><c>TABLES</c>, <c>DATABASES</c>, <c>COLUMNS</c> or <c>TABLE</c>.</param>
/// <param name="Table">The name of the table, for a statement about a table.</param>
internal sealed record CatalogStatement(string Subject, string Table)
{
    /// <exception cref="AthenaException">It asks for something else.</exception>
    public static CatalogStatement Read(SqlText sql)
    {
        var last = sql.Tokens.Count - (sql.Is(sql.Tokens.Count - 1, ";") ? 2 : 1);
        var table = sql.TextOf(sql.Tokens[last]).Trim('"', '`');
        return sql switch
        {
            _ when !sql.Is(0, "SHOW") && last > 0 => new("TABLE", table),
            _ when sql.Is(1, "TABLES") => new("TABLES", ""),
            _ when sql.Is(1, "DATABASES") || sql.Is(1, "SCHEMAS") => new("DATABASES", ""),
            _ when sql.Is(1, "COLUMNS") && last > 1 => new("COLUMNS", table),
            _ => throw AthenaException.InvalidRequest(
                $"{sql.Place(0)}: The local stage shows TABLES, DATABASES and COLUMNS IN a table, and describes a table."),
        };
    }

    public IEnumerable<string> Rows(AthenaOptions options) => Subject switch
    {
        "TABLES" => options.Tables.Select(table => table.Name).Order(StringComparer.Ordinal),
        "DATABASES" => [options.Database],
        "COLUMNS" => Find(options).Columns.Concat(Find(options).Partitions).Select(column => column.Name),
        _ => Find(options).Columns.Concat(Find(options).Partitions)
            .Select(column => $"{column.Name,-20}\t{column.Type.ToString().ToLowerInvariant(),-20}\t"),
    };

    private Workflow.TableDefinition Find(AthenaOptions options) =>
        options.Tables.FirstOrDefault(table => table.Name.Equals(Table, StringComparison.OrdinalIgnoreCase))
        ?? throw new QueryFailedException(AthenaError.NoTable(Table), bytesScanned: 0);
}
