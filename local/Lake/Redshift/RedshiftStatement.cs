using System.Collections.Frozen;
using Lake.Athena;

namespace Lake.Redshift;

/// <summary>A statement of Redshift's SQL, as this machine runs it.</summary>
internal abstract record RedshiftStatement
{
    private static readonly FrozenSet<string> Answering =
        new[] { "SELECT", "WITH", "VALUES", "TABLE", "EXPLAIN", "(" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Changing =
        new[] { "INSERT", "UPDATE", "DELETE", "MERGE", "CREATE", "DROP", "ALTER", "TRUNCATE" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // Objects that DuckDB can create and Redshift cannot: code, and ways to other places.
    private static readonly FrozenSet<string> Created =
        new[] { "TABLE", "TEMP", "TEMPORARY", "LOCAL", "VIEW", "OR", "SCHEMA" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private RedshiftStatement()
    {
    }

    /// <summary>Reads a statement's outer form; what is wrong inside, the database says.</summary>
    /// <exception cref="RedshiftException">It is none that this machine runs.</exception>
    public static RedshiftStatement Of(string text)
    {
        var sql = Read(text);
        if (sql.Tokens.Count == 0)
        {
            throw new RedshiftException("the statement is empty");
        }

        var last = sql.Tokens.Count - 1;
        for (var i = 0; i < last; i++)
        {
            if (sql.Is(i, ";"))
            {
                throw new RedshiftException("cannot insert multiple commands into a prepared statement; BatchExecuteStatement runs several");
            }
        }

        RequireRedshiftFunctions(sql);
        var word = sql.TextOf(sql.Tokens[0]).ToUpperInvariant();
        var statement = sql.Is(last, ";") ? text[..sql.Tokens[last].Start] : text;
        return word switch
        {
            "COPY" => new Copied(CopyStatement.Read(sql)),
            "LOCK" => new Locked(LockedTables(sql)),
            _ when Answering.Contains(word) => new Plain(statement, Answers: true),
            "CREATE" when sql.Tokens.Count < 2 || !Created.Contains(sql.TextOf(sql.Tokens[1])) => throw Unknown(sql, 1),
            _ when Changing.Contains(word) => new Plain(statement, Answers: false),
            _ => throw Unknown(sql, 0),
        };
    }

    private static SqlText Read(string text)
    {
        try
        {
            return SqlText.Read(text);
        }
        catch (AthenaException error)
        {
            throw new RedshiftException(error.Message, error);
        }
    }

    // LOCK [TABLE] a [, b].
    private static string[] LockedTables(SqlText sql)
    {
        var start = sql.Is(1, "TABLE") ? 2 : 1;
        return start < sql.Tokens.Count
            ? sql.Text[sql.Tokens[start].Start..].TrimEnd(' ', ';', '\n').Split(',', StringSplitOptions.TrimEntries)
            : throw new RedshiftException("LOCK names no table");
    }

    private static void RequireRedshiftFunctions(SqlText sql)
    {
        try
        {
            ReadOnly.CheckFunctions(sql);
        }
        catch (AthenaException error)
        {
            throw new RedshiftException(error.Message, error);
        }

        for (var i = 0; i < sql.Tokens.Count - 1; i++)
        {
            var name = sql.TextOf(sql.Tokens[i]).Trim('"');
            if (sql.Tokens[i].Kind is TokenKind.Word or TokenKind.QuotedName && sql.Is(i + 1, "(") && ReadsFiles(name))
            {
                throw new RedshiftException($"function {name} does not exist");
            }

            // DuckDB reads a file where a text stands in the place of a table.
            if (sql.Tokens[i + 1].Kind == TokenKind.Text && (sql.Is(i, "FROM") || sql.Is(i, "JOIN")) && !sql.Is(0, "COPY") && !IsInsideCall(sql, i))
            {
                throw new RedshiftException($"syntax error at or near \"{sql.TextOf(sql.Tokens[i + 1])}\"");
            }
        }
    }

    private static bool ReadsFiles(string name) =>
        name.StartsWith("read_", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("parquet_", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("sniff_", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("_scan", StringComparison.OrdinalIgnoreCase)
        || name.Equals("glob", StringComparison.OrdinalIgnoreCase)
        || name.Equals("getenv", StringComparison.OrdinalIgnoreCase);

    // extract(year FROM '…') and trim(both FROM '…') are no questions to a file.
    private static bool IsInsideCall(SqlText sql, int at)
    {
        var depth = 0;
        for (var i = at - 1; i > 0; i--)
        {
            depth += sql.Is(i, ")") ? 1 : sql.Is(i, "(") ? -1 : 0;
            if (depth < 0)
            {
                return sql.Is(i - 1, "EXTRACT") || sql.Is(i - 1, "TRIM") || sql.Is(i - 1, "SUBSTRING");
            }
        }

        return false;
    }

    private static RedshiftException Unknown(SqlText sql, int token)
    {
        var at = Math.Min(token, sql.Tokens.Count - 1);
        return new(
            $"{sql.Place(sql.Tokens[at].Start)}: this machine's warehouse runs queries, INSERT, UPDATE, DELETE, MERGE, COPY, LOCK, TRUNCATE, EXPLAIN and CREATE, "
            + $"ALTER and DROP of tables, views and schemas, and not {sql.TextOf(sql.Tokens[0])}{(at > 0 ? $" {sql.TextOf(sql.Tokens[at])}" : "")}");
    }

    public sealed record Copied(CopyStatement Statement) : RedshiftStatement;

    /// <summary>Transactions run one after another here, so that whoever asks for a lock has it.</summary>
    public sealed record Locked(IReadOnlyList<string> Tables) : RedshiftStatement;

    /// <param name="Text">The statement as it was sent, which DuckDB understands.</param>
    /// <param name="Answers">Whether the statement gives rows.</param>
    public sealed record Plain(string Text, bool Answers) : RedshiftStatement;
}
