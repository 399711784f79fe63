using System.Collections.Frozen;

namespace Lake.Athena;

/// <summary>Refuses what is written as a question and would write or switch something.</summary>
internal static class ReadOnly
{
    // The functions among duckdb_functions() that change the database, its log or its session, or run a text as a statement.
    private static readonly FrozenSet<string> Switches = new[]
    {
        "checkpoint", "force_checkpoint", "enable_logging", "disable_logging", "truncate_duckdb_logs", "write_log", "enable_profiling",
        "disable_profiling", "enable_peg_parser", "disable_peg_parser", "query", "query_table", "json_execute_serialized_sql", "sleep_ms",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Questions =
        new[] { "SELECT", "WITH", "VALUES", "TABLE", "(" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a statement that begins with this word only reads.</summary>
    public static bool IsQuestion(string word) => Questions.Contains(word);

    /// <exception cref="AthenaException">A function is called that does more than answer.</exception>
    public static void CheckFunctions(SqlText sql)
    {
        for (var i = 0; i < sql.Tokens.Count - 1; i++)
        {
            var token = sql.Tokens[i];
            if (token.Kind is TokenKind.Word or TokenKind.QuotedName && sql.Is(i + 1, "(") && Switches.Contains(sql.TextOf(token).Trim('"')))
            {
                throw AthenaException.InvalidRequest(
                    $"{sql.Place(token.Start)}: A query answers, and {sql.TextOf(token)} does something else.");
            }
        }
    }

    /// <summary>EXPLAIN ANALYZE runs what it explains, so that only a question may be explained.</summary>
    /// <exception cref="AthenaException">It explains something else.</exception>
    public static void CheckExplained(SqlText sql)
    {
        var at = 1;
        while (sql.Is(at, "ANALYZE") || sql.Is(at, "VERBOSE"))
        {
            at++;
        }

        // Options in brackets, unless the brackets are a query's own.
        if (sql.Is(at, "(") && at + 1 < sql.Tokens.Count && !IsQuestion(sql.TextOf(sql.Tokens[at + 1])))
        {
            at = AfterBrackets(sql, at);
        }

        if (at >= sql.Tokens.Count || !IsQuestion(sql.TextOf(sql.Tokens[at])))
        {
            var place = at < sql.Tokens.Count ? sql.Tokens[at].Start : sql.Text.Length;
            throw AthenaException.InvalidRequest($"{sql.Place(place)}: EXPLAIN explains SELECT, WITH and VALUES, and nothing else.");
        }
    }

    private static int AfterBrackets(SqlText sql, int at)
    {
        var depth = 0;
        for (; at < sql.Tokens.Count; at++)
        {
            depth += sql.Is(at, "(") ? 1 : sql.Is(at, ")") ? -1 : 0;
            if (depth == 0)
            {
                return at + 1;
            }
        }

        return at;
    }
}
