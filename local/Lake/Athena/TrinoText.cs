using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Lake.Athena;

/// <summary>
/// Writes a statement of Trino's as DuckDB reads it, where a macro cannot: literals, casts, subscripts, intervals added to days,
/// and the few functions that take a lambda, FILTER or OVER.
/// </summary>
internal sealed partial class TrinoText
{
    // The name of the same function in DuckDB, for what no macro can stand for.
    private static readonly Dictionary<string, string> Renamed = new(StringComparer.OrdinalIgnoreCase)
    {
        ["transform"] = "list_transform",
        ["filter"] = "list_filter",
        ["every"] = "bool_and",
        ["arbitrary"] = "any_value",
        ["approx_distinct"] = "approx_count_distinct",
        ["bitwise_and_agg"] = "bit_and",
        ["bitwise_or_agg"] = "bit_or",
        ["bitwise_xor_agg"] = "bit_xor",
        ["geometric_mean"] = "geomean",
        ["uuid"] = "gen_random_uuid",
    };

    // The parts of a time that DuckDB calls or counts otherwise.
    private static readonly Dictionary<string, string> Parts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["DOW"] = "ISODOW",
        ["DAY_OF_WEEK"] = "ISODOW",
        ["DAY_OF_MONTH"] = "DAY",
        ["DAY_OF_YEAR"] = "DOY",
        ["YEAR_OF_WEEK"] = "ISOYEAR",
        ["YOW"] = "ISOYEAR",
    };

    // A text behind one of these is a part of the literal, or of the clause.
    private static readonly HashSet<string> BeforeText = new(StringComparer.OrdinalIgnoreCase)
    {
        "DATE", "TIME", "TIMESTAMP", "INTERVAL", "BIGINT", "INTEGER", "INT", "SMALLINT", "TINYINT", "DOUBLE", "REAL", "VARCHAR", "CHAR", "BOOLEAN",
        "JSON", "UUID", "ESCAPE", "X", "U", "E", "ZONE",
    };

    private static readonly HashSet<string> OfParts = new(StringComparer.OrdinalIgnoreCase)
    {
        "YEAR", "QUARTER", "MONTH", "WEEK", "WEEK_OF_YEAR", "DAY", "DAY_OF_MONTH", "DAY_OF_WEEK", "DOW", "DAY_OF_YEAR", "DOY", "YEAR_OF_WEEK", "YOW",
        "HOUR", "MINUTE", "SECOND", "MILLISECOND", "DATE", "DATE_FORMAT", "LAST_DAY_OF_MONTH",
    };

    private static readonly HashSet<string> Keywords = new(StringComparer.OrdinalIgnoreCase)
    {
        "SELECT", "FROM", "WHERE", "AND", "OR", "NOT", "IN", "CASE", "WHEN", "THEN", "ELSE", "ON", "BY", "AS", "VALUES", "BETWEEN", "LIKE", "IS", "HAVING",
        "LIMIT", "OFFSET", "UNION", "EXCEPT", "INTERSECT", "DISTINCT", "ALL", "RETURNING", "ARRAY", "FILTER", "OVER", "JOIN", "USING", "EXISTS", "INTERVAL",
    };

    private static readonly HashSet<string> EndOfRows =
        new(StringComparer.OrdinalIgnoreCase) { "UNION", "EXCEPT", "INTERSECT", "ORDER", "LIMIT", "OFFSET", "FETCH" };

    private static readonly HashSet<string> Integers = new(StringComparer.OrdinalIgnoreCase) { "TINYINT", "SMALLINT", "INTEGER", "INT", "BIGINT" };

    private readonly Statement statement;
    private readonly SqlText sql;
    private readonly List<(int Start, int Length, string Text)> edits = [];

    private AthenaError? fault;

    private TrinoText(Statement statement) => (this.statement, sql) = (statement, SqlText.Read(statement.Text));

    /// <returns>The statement as DuckDB reads it; its places are still those of the source.</returns>
    /// <exception cref="AthenaException">It asks for what DuckDB would answer otherwise than Trino.</exception>
    public static Statement Rewrite(Statement statement)
    {
        var text = new TrinoText(statement);
        for (var token = 0; token < text.sql.Tokens.Count; token++)
        {
            text.Visit(token);
        }

        return text.Apply();
    }

    /// <summary>The words and operators for which there may be macros.</summary>
    public static IEnumerable<string> Words(string statement)
    {
        var sql = SqlText.Read(statement);
        foreach (var token in sql.Tokens)
        {
            switch (token.Kind, sql.TextOf(token))
            {
                case (TokenKind.Word, var word):
                    yield return word;
                    break;
                case (TokenKind.Symbol, "/"):
                    yield return "//";
                    break;
                case (TokenKind.Symbol, "%"):
                    yield return "%";
                    break;
                case (TokenKind.Symbol, "|"):
                    yield return "||";
                    break;
            }
        }
    }

    private void Visit(int token)
    {
        switch (sql.Tokens[token].Kind)
        {
            case TokenKind.Text:
                VisitText(token);
                break;
            case TokenKind.Word when TrinoFunctions.IsMissing(Of(token), sql.Is(token + 1, "(")) && !IsName(token):
                throw AthenaException.InvalidRequest(
                    $"NOT_SUPPORTED: {Place(token)}: The local stage has no function {Of(token).ToLowerInvariant()}, which Athena has.");
            case TokenKind.Word when sql.Is(token + 1, "(") && TrinoFunctions.IsUnknown(Of(token)) && !IsName(token) && BeginsValue(token):
                fault ??= AthenaError.NoFunction($"{Place(token)}: ", Of(token).ToLowerInvariant());
                break;
            case TokenKind.Word when sql.Is(token, "LISTAGG") && sql.Is(token + 1, "(") && !IsName(token):
                VisitListAgg(token);
                break;
            case TokenKind.Word when sql.Is(token, "AT_TIMEZONE") && sql.Is(token + 1, "(") && !IsName(token):
                VisitZone(token);
                break;
            case TokenKind.Word when sql.Is(token, "AT") && sql.Is(token + 1, "TIME") && sql.Is(token + 2, "ZONE"):
                VisitZoneOperator(token);
                break;
            case TokenKind.Word when sql.Is(token, "CAST") || sql.Is(token, "TRY_CAST"):
                VisitCast(token);
                break;
            case TokenKind.Word when sql.Is(token + 1, "(") && Renamed.TryGetValue(Of(token), out var name) && !sql.Is(token + 2, "WHERE") && !sql.Is(token - 1, "."):
                Replace(token, name);
                break;
            case TokenKind.Word when sql.Is(token, "EXTRACT") && sql.Is(token + 1, "(") && Parts.TryGetValue(Of(token + 2), out var part):
                Replace(token + 2, part);
                break;
            case TokenKind.Word when sql.Is(token, "VALUES") && !sql.Is(token + 1, "("):
                VisitValues(token);
                break;
            case TokenKind.Word when sql.Is(token, "TABLESAMPLE") && sql.Is(token + 2, "(") && sql.Is(token + 4, ")"):
                Insert(Start(token + 4), " PERCENT");
                break;
            case TokenKind.Symbol when sql.Is(token, "["):
                VisitSubscript(token);
                break;
            case TokenKind.Symbol when (sql.Is(token, "+") || sql.Is(token, "-")) && sql.Is(token + 1, "INTERVAL"):
                VisitStep(token);
                break;
        }
    }

    /// <summary><c>listagg(value, separator) WITHIN GROUP (ORDER BY …)</c>, whose order stands among the arguments of DuckDB's.</summary>
    /// <remarks>https://trino.io/docs/current/functions/aggregate.html#listagg</remarks>
    private void VisitListAgg(int token)
    {
        if (Close(token + 1) is not { } close || !sql.Is(close + 1, "WITHIN") || !sql.Is(close + 2, "GROUP") || !sql.Is(close + 3, "("))
        {
            fault ??= AthenaError.Syntax($"{Place(token)}: listagg needs an order: listagg(value, separator) WITHIN GROUP (ORDER BY …)");
            return;
        }

        if (Between(token + 1, close, "OVERFLOW"))
        {
            throw AthenaException.InvalidRequest($"NOT_SUPPORTED: {Place(token)}: The local stage has listagg without ON OVERFLOW.");
        }

        Replace(token, "string_agg");
        var depth = 0;
        var hasSeparator = Enumerable.Range(token + 2, close - token - 2).Any(at =>
        {
            depth += sql.Is(at, "(") || sql.Is(at, "[") ? 1 : sql.Is(at, ")") || sql.Is(at, "]") ? -1 : 0;
            return depth == 0 && sql.Is(at, ",");
        });
        edits.Add((Start(close), End(close + 3) - Start(close), hasSeparator ? " " : ", '' "));
    }

    /// <summary>A text is a varchar to Trino, and whatever is needed to DuckDB.</summary>
    private void VisitText(int token)
    {
        var before = token > 0 && sql.Tokens[token - 1].Kind == TokenKind.Word ? Of(token - 1) : "";
        if (before.Equals("CHAR", StringComparison.OrdinalIgnoreCase))
        {
            throw NoChar(token - 1);
        }

        if (before.Equals("DECIMAL", StringComparison.OrdinalIgnoreCase))
        {
            var digits = sql.Unquote(sql.Tokens[token]).Trim();
            var scale = digits.Contains('.', StringComparison.Ordinal) ? digits.Length - digits.IndexOf('.', StringComparison.Ordinal) - 1 : 0;
            var width = Math.Max(digits.Count(char.IsAsciiDigit), 1);
            edits.Add((Start(token - 1), End(token) - Start(token - 1), string.Create(CultureInfo.InvariantCulture, $"CAST('{digits}' AS DECIMAL({width},{scale}))")));
        }
        else if (before is "X" or "x" && End(token - 1) == Start(token))
        {
            edits.Add((Start(token - 1), End(token) - Start(token - 1), $"unhex({Of(token)})"));
        }
        else if (before.Equals("TIMESTAMP", StringComparison.OrdinalIgnoreCase) && Zoned().Match(sql.Unquote(sql.Tokens[token])) is { Success: true } zoned)
        {
            // By its text a literal has a zone to Trino, and by its type to DuckDB, which also asks for the seconds.
            Insert(End(token - 1), " WITH TIME ZONE");
            Replace(token, $"'{zoned.Groups["minute"]}{(zoned.Groups["second"].Success ? zoned.Groups["second"].Value : ":00")} {zoned.Groups["zone"]}'");
        }
        else if (!BeforeText.Contains(before))
        {
            RefuseComparison(token);
            Insert(Start(token), "CAST(");

            // In front of what else closes here, which was opened before.
            edits.Insert(0, (End(token), 0, " AS VARCHAR)"));
        }
    }

    /// <summary>DuckDB takes a number, or the text of a time, for whatever it is compared with.</summary>
    private void RefuseComparison(int text)
    {
        foreach (var step in (int[])[-1, 1])
        {
            var at = text + step;
            var relation = "";
            for (; at >= 0 && at < sql.Tokens.Count && sql.Tokens[at].Kind == TokenKind.Symbol && Of(at) is "=" or "<" or ">" or "!"; at += step)
            {
                relation = step < 0 ? Of(at) + relation : relation + Of(at);
            }

            if (relation.Length > 0 && at >= 0 && at < sql.Tokens.Count && TypeOf(at, step) is { } other)
            {
                var varchar = $"varchar({sql.Unquote(sql.Tokens[text]).Length})";
                var (left, right) = step < 0 ? (other, varchar) : (varchar, other);
                throw AthenaException.InvalidRequest(
                    $"TYPE_MISMATCH: {Place(Math.Min(at, text) + 1)}: Cannot apply operator: {left} {relation} {right}");
            }
        }
    }

    /// <returns>The type of a literal that is compared with a text; null where there is none, or where DuckDB refuses it itself.</returns>
    private string? TypeOf(int token, int step) => sql.Tokens[token].Kind switch
    {
        TokenKind.Number when Of(token).Contains('e', StringComparison.OrdinalIgnoreCase) => "double",
        TokenKind.Number => Of(token).Contains('.', StringComparison.Ordinal) ? "decimal" : "integer",
        TokenKind.Word when step > 0 && Of(token).ToLowerInvariant() is "date" or "time" or "timestamp" => Of(token).ToLowerInvariant(),
        _ => null,
    };

    /// <summary>Whether a word is the name of a column, a table or their list of columns, and no function.</summary>
    private bool IsName(int token) =>
        sql.Is(token - 1, ".") || sql.Is(token - 1, "AS") || sql.Is(token - 1, ")") || sql.Is(token - 1, "WITH")
        || (sql.Is(token + 1, "(") && Close(token + 1) is { } close && sql.Is(close + 1, "AS") && sql.Is(close + 2, "("));

    /// <summary>Whether a value may begin here: behind another name stands the name of a table, and behind FROM and JOIN that of a table function.</summary>
    private bool BeginsValue(int token) => token == 0 || sql.Tokens[token - 1].Kind switch
    {
        TokenKind.Symbol => !sql.Is(token - 1, "]"),
        TokenKind.Word => Keywords.Contains(Of(token - 1)) && !sql.Is(token - 1, "FROM") && !sql.Is(token - 1, "JOIN"),
        _ => false,
    };

    /// <summary>
    /// <c>at_timezone(time, zone)</c>: a time keeps no zone here, so that the one there can be asked for its parts and nothing else.
    /// </summary>
    private void VisitZone(int token)
    {
        if (Close(token + 1) is not { } close || !IsForParts(token, close))
        {
            throw NoZone(token);
        }
    }

    /// <summary><c>time AT TIME ZONE 'zone'</c>, which DuckDB reads the other way round where the time has no zone.</summary>
    private void VisitZoneOperator(int token)
    {
        var zone = token + 3;
        if (PrimaryBefore(token) is not { } start || zone >= sql.Tokens.Count || sql.Tokens[zone].Kind != TokenKind.Text || !IsForParts(start, zone))
        {
            throw NoZone(token);
        }

        Insert(Start(start), "at_timezone(");
        edits.Add((Start(token), Start(zone) - Start(token), ", "));
        Insert(End(zone), ")");
    }

    /// <summary>Whether a value is an argument of a function that asks for its parts, or for the start of one, which is asked for its parts.</summary>
    private bool IsForParts(int first, int last)
    {
        if (sql.Is(first - 1, "FROM"))
        {
            return sql.Is(first - 4, "EXTRACT") && sql.Is(first - 3, "(") && sql.Is(last + 1, ")");
        }

        var depth = 1;
        var open = first - 1;
        for (; open >= 0; open--)
        {
            depth += sql.Is(open, ")") ? 1 : sql.Is(open, "(") ? -1 : 0;
            if (depth == 0)
            {
                break;
            }
        }

        if (open <= 0 || !(sql.Is(first - 1, "(") || sql.Is(first - 1, ",")))
        {
            return false;
        }

        var end = sql.Is(last + 1, ")") || sql.Is(last + 1, ",");
        return Of(open - 1).ToUpperInvariant() switch
        {
            "CAST" or "TRY_CAST" => sql.Is(last + 1, "AS") && Of(last + 2).ToUpperInvariant() is "DATE" or "TIME" or "TIMESTAMP" && !sql.Is(last + 3, "WITH"),
            "DATE_TRUNC" => end && Close(open) is { } close && IsForParts(open - 1, close),
            var name => end && OfParts.Contains(name),
        };
    }

    private AthenaException NoZone(int token) => AthenaException.InvalidRequest(
        $"NOT_SUPPORTED: {Place(token)}: The local stage keeps no zone with a time. Ask for a part or a text of the time in the zone, "
        + "as hour(…), date_format(…, …), CAST(… AS date) or CAST(… AS timestamp) do.");

    // DuckDB's char is a varchar: it would neither pad nor compare as Trino's does.
    private AthenaException NoChar(int token) => AthenaException.InvalidRequest(
        $"NOT_SUPPORTED: {Place(token)}: The local stage has no type char: use varchar, and rpad where the blanks matter.");

    private void VisitCast(int token)
    {
        if (!sql.Is(token + 1, "(") || Close(token + 1) is not { } close || LastAs(token + 1, close) is not { } @as)
        {
            return;
        }

        var type = Of(@as + 1);
        var attempt = sql.Is(token, "TRY_CAST");
        var isPlain = close == @as + 2;
        var length = close == @as + 5 && sql.Is(@as + 2, "(") ? Of(@as + 3) : null;
        var (name, argument) = (type.ToUpperInvariant(), isPlain, length) switch
        {
            (var integer, true, _) when Integers.Contains(integer) => ($"trino_{(attempt ? "try_" : "")}to_{(integer == "INT" ? "integer" : integer.ToLowerInvariant())}", ""),
            ("VARCHAR", true, _) => ("trino_to_varchar", ""),
            ("VARCHAR", _, not null) => ("trino_to_varchar_of", $", {length}"),
            ("CHAR", _, _) => throw NoChar(token),
            ("BOOLEAN", true, _) when !attempt => ("trino_to_boolean", ""),
            ("JSON", true, _) when !attempt => ("trino_to_json", ""),
            _ => (null, ""),
        };
        if (name is not null)
        {
            Replace(token, name);
            edits.Add((Start(@as), Start(close) - Start(@as), argument));
        }
        else if (isPlain && type.Equals("DECIMAL", StringComparison.OrdinalIgnoreCase))
        {
            // Trino's default is not DuckDB's.
            Insert(End(@as + 1), "(38,0)");
        }
    }

    /// <summary>A row of one column needs no brackets to Trino.</summary>
    private void VisitValues(int token)
    {
        var depth = 0;
        var at = token + 1;
        if (at == sql.Tokens.Count)
        {
            return;
        }

        Insert(Start(at), "(");
        for (; at < sql.Tokens.Count; at++)
        {
            depth += sql.Is(at, "(") || sql.Is(at, "[") ? 1 : sql.Is(at, ")") || sql.Is(at, "]") ? -1 : 0;
            if (depth < 0 || (depth == 0 && (sql.Is(at, ";") || EndOfRows.Contains(Of(at)))))
            {
                break;
            }

            if (depth == 0 && sql.Is(at, ","))
            {
                Replace(at, "), (");
            }
        }

        Insert(End(at - 1), ")");
    }

    /// <summary>Trino refuses a place that is not there, where DuckDB answers NULL.</summary>
    private void VisitSubscript(int token)
    {
        if (PrimaryBefore(token) is not { } start || Close(token) is not { } close || close == token + 1 || Between(token, close, ":"))
        {
            return;
        }

        Insert(Start(start), "trino_subscript(");
        Replace(token, ", ");
        Replace(close, ")");
    }

    /// <summary>A day and a month later is a day to Trino, and midnight of that day to DuckDB.</summary>
    private void VisitStep(int token)
    {
        var end = token + 2;
        if (sql.Is(end, "-") || sql.Is(end, "+"))
        {
            end++;
        }

        // DuckDB adds an interval to another as Trino does.
        if (token >= 3 && sql.Tokens[token - 2].Kind == TokenKind.Text && sql.Is(token - 3, "INTERVAL"))
        {
            return;
        }

        // INTERVAL '1' DAY, INTERVAL '1-2' YEAR TO MONTH
        if (end + 1 >= sql.Tokens.Count || sql.Tokens[end].Kind != TokenKind.Text || PrimaryBefore(token) is not { } start)
        {
            return;
        }

        end++;
        if (sql.Is(end + 1, "TO"))
        {
            end += 2;
        }

        Insert(Start(start), sql.Is(token, "+") ? "trino_plus(" : "trino_minus(");
        Replace(token, ",");
        Insert(End(end), ")");
    }

    /// <returns>The first token of the value that ends before a token: a name, a call, brackets, a typed literal.</returns>
    private int? PrimaryBefore(int token)
    {
        var at = token - 1;
        if (at < 0)
        {
            return null;
        }

        switch (sql.Tokens[at].Kind)
        {
            case TokenKind.Text:
                return at > 0 && sql.Tokens[at - 1].Kind == TokenKind.Word && BeforeText.Contains(Of(at - 1)) ? at - 1 : at;
            case TokenKind.Word or TokenKind.QuotedName:
                return sql.Tokens[at].Kind == TokenKind.Word && Keywords.Contains(Of(at)) ? null : NameBefore(at);
            case TokenKind.Symbol when sql.Is(at, ")"):
                return Open(at, "(", ")") is not { } open ? null
                    : open > 0 && sql.Tokens[open - 1].Kind is TokenKind.Word or TokenKind.QuotedName && !Keywords.Contains(Of(open - 1)) ? NameBefore(open - 1)
                    : open;
            case TokenKind.Symbol when sql.Is(at, "]"):
                return Open(at, "[", "]") is not { } list ? null
                    : sql.Is(list - 1, "ARRAY") ? list - 1
                    : PrimaryBefore(list) ?? list;
            default:
                return null;
        }
    }

    private int NameBefore(int token)
    {
        while (sql.Is(token - 1, ".") && token > 1)
        {
            token -= 2;
        }

        return token;
    }

    private int? Close(int open) => Match(open, 1, sql.Is(open, "(") ? "(" : "[", sql.Is(open, "(") ? ")" : "]");

    private int? Open(int close, string opening, string closing) => Match(close, -1, closing, opening);

    private int? Match(int from, int step, string deeper, string shallower)
    {
        var depth = 0;
        for (var at = from; at >= 0 && at < sql.Tokens.Count; at += step)
        {
            depth += sql.Is(at, deeper) ? 1 : sql.Is(at, shallower) ? -1 : 0;
            if (depth == 0)
            {
                return at;
            }
        }

        return null;
    }

    private int? LastAs(int open, int close)
    {
        var depth = 0;
        int? found = null;
        for (var at = open + 1; at < close; at++)
        {
            depth += sql.Is(at, "(") ? 1 : sql.Is(at, ")") ? -1 : 0;
            found = depth == 0 && sql.Is(at, "AS") ? at : found;
        }

        return found;
    }

    private bool Between(int open, int close, string symbol) => Enumerable.Range(open + 1, close - open - 1).Any(at => sql.Is(at, symbol));

    private string Of(int token) => token < sql.Tokens.Count ? sql.TextOf(sql.Tokens[token]) : "";

    private string Place(int token) => statement.PlaceOf(Start(token));

    private int Start(int token) => sql.Tokens[token].Start;

    private int End(int token) => sql.Tokens[token].End;

    private void Insert(int position, string text) => edits.Add((position, 0, text));

    private void Replace(int token, string text) => edits.Add((Start(token), sql.Tokens[token].Length, text));

    [GeneratedRegex(@"^\s*(?<minute>[0-9]+-[0-9]+-[0-9]+ [0-9]+:[0-9]+)(?<second>:[0-9.]+)? ?(?<zone>[A-Za-z][\w/+-]*|[+-][0-9:]+)\s*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Zoned();

    private Statement Apply()
    {
        var text = new StringBuilder();
        var shifts = new List<(int Position, int Shift)> { (0, 0) };
        var copied = 0;
        foreach (var (start, length, replacement) in edits.OrderBy(edit => edit.Start).ThenBy(edit => edit.Length))
        {
            text.Append(statement.Text, copied, start - copied).Append(replacement);
            copied = start + length;
            shifts.Add((text.Length, text.Length - copied));
        }

        text.Append(statement.Text, copied, statement.Text.Length - copied);
        return statement with { Text = text.ToString(), Written = statement, Rewritten = shifts, Fault = fault };
    }
}
