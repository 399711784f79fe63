using Lake.DuckDb;
using Lake.S3;

namespace Lake.Athena;

/// <summary>Athena's own statement <c>UNLOAD (query) TO 's3://…' WITH (format = '…', …)</c>.</summary>
/// <param name="QueryStart">The position at which the inner query starts in the text.</param>
/// <param name="QueryLength">The length of the inner query.</param>
/// <param name="Target">The place for the files: a prefix with its slash.</param>
/// <param name="Format"><c>PARQUET</c>, <c>JSON</c> or <c>TEXTFILE</c>.</param>
/// <param name="Compression">The compression, as DuckDB names it: <c>snappy</c>, <c>gzip</c>, <c>zstd</c>, <c>lz4</c> or <c>none</c>.</param>
/// <param name="Delimiter">The delimiter between the fields of a text file.</param>
internal sealed record UnloadStatement(int QueryStart, int QueryLength, S3Uri Target, string Format, string Compression, string Delimiter)
{
    private static readonly string[] ParquetCompressions = ["SNAPPY", "GZIP", "ZSTD", "LZ4", "NONE"];
    private static readonly string[] TextCompressions = ["GZIP", "ZSTD", "NONE"];

    /// <exception cref="AthenaException">The text starts as one and does not go on as one.</exception>
    public static UnloadStatement Read(SqlText sql)
    {
        var close = Close(sql, 1);
        if (!ReadOnly.IsQuestion(sql.TextOf(sql.Tokens[2])))
        {
            throw Error(sql, 2, $"expected a query and found {sql.TextOf(sql.Tokens[2])}");
        }

        var at = close + 1;
        Expect(sql, at++, "TO");
        var target = ExpectText(sql, at++);
        if (!S3Uri.TryParse(target, out var uri))
        {
            throw Error(sql, at - 1, $"'{target}' does not name a place in S3; expected s3://bucket/prefix/");
        }

        var options = sql.Is(at, "WITH") ? Options(sql, ref at) : [];
        if (sql.Is(at, ";"))
        {
            at++;
        }

        if (at < sql.Tokens.Count)
        {
            throw Error(sql, at, "expected the end of the statement");
        }

        var start = sql.Tokens[1].End;
        return Create(sql, start, sql.Tokens[close].Start - start, uri, options);
    }

    /// <summary>The end of DuckDB's <c>COPY … TO '…' (</c>.</summary>
    public string CopyOptions => Format switch
    {
        // A state reads a row group of at most 256 MB (ItemReader): 2,048 of the widest rows that a state can take.
        "PARQUET" => $"FORMAT parquet, COMPRESSION {(Compression == "none" ? "uncompressed" : Compression)}, ROW_GROUP_SIZE 2048",
        _ => $"FORMAT csv, HEADER false, DELIMITER {Sql.Literal(Delimiter)}, QUOTE '', ESCAPE '', NULLSTR '\\N', COMPRESSION {Compression}",
    };

    /// <summary>Whether the rows are written as lines of text, which <see cref="Lines"/> gives.</summary>
    public bool IsText => Format != "PARQUET";

    /// <summary>What follows the query in brackets to make lines of its rows; empty for a format that takes the rows as they are.</summary>
    public string Lines(IReadOnlyList<DuckDbColumn> columns) => Format switch
    {
        "PARQUET" => "",
        "JSON" => $"{UnloadText.Alias(columns)} SELECT {UnloadText.JsonLine(columns)}",
        _ => $"{UnloadText.Alias(columns)} SELECT {UnloadText.Fields(columns)}",
    };

    /// <summary>The extension that Athena gives a data file.</summary>
    public string Extension => (Format, Compression) switch
    {
        ("PARQUET", _) => "",
        (_, "gzip") => ".gz",
        (_, "zstd") => ".zst",
        _ => "",
    };

    private static UnloadStatement Create(SqlText sql, int start, int length, S3Uri target, Dictionary<string, string> options)
    {
        var format = options.GetValueOrDefault("format", "PARQUET").ToUpperInvariant();
        if (format is not ("PARQUET" or "JSON" or "TEXTFILE"))
        {
            throw Error(sql, 0, $"the local stage unloads PARQUET, JSON and TEXTFILE, and '{format}' only Athena itself");
        }

        if (options.Keys.FirstOrDefault(key => key is not ("format" or "compression" or "compression_level" or "field_delimiter")) is { } unknown)
        {
            throw Error(sql, 0, $"the local stage knows no option '{unknown}'");
        }

        var known = format == "PARQUET" ? ParquetCompressions : TextCompressions;
        var compression = options.GetValueOrDefault("compression", "GZIP").ToUpperInvariant();
        if (!known.Contains(compression))
        {
            throw Error(sql, 0, $"{format} is compressed by one of {string.Join(", ", known)}, not by '{compression}'");
        }

        var prefix = target.Key.Length == 0 || target.Key.EndsWith('/') ? target : target.Append("/");
        return new(start, length, prefix, format, compression.ToLowerInvariant(), options.GetValueOrDefault("field_delimiter", "\u0001"));
    }

    private static int Close(SqlText sql, int open)
    {
        Expect(sql, open, "(");
        var depth = 0;
        for (var i = open; i < sql.Tokens.Count; i++)
        {
            depth += sql.Is(i, "(") ? 1 : sql.Is(i, ")") ? -1 : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        throw Error(sql, open, "this '(' has no ')'");
    }

    private static Dictionary<string, string> Options(SqlText sql, ref int at)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        Expect(sql, ++at, "(");
        do
        {
            at++;
            if (at >= sql.Tokens.Count || sql.Tokens[at].Kind != TokenKind.Word)
            {
                throw Error(sql, at, "expected the name of an option");
            }

            // Lower case, as Athena asks for.
            var name = sql.TextOf(sql.Tokens[at++]);
            Expect(sql, at++, "=");
            if (name == "partitioned_by")
            {
                throw Error(sql, at, "the local stage unloads without partitions");
            }

            options[name] = at < sql.Tokens.Count && sql.Tokens[at].Kind == TokenKind.Number
                ? sql.TextOf(sql.Tokens[at++])
                : ExpectText(sql, at++);
        }
        while (sql.Is(at, ","));

        Expect(sql, at++, ")");
        return options;
    }

    private static void Expect(SqlText sql, int token, string word)
    {
        if (!sql.Is(token, word))
        {
            throw Error(sql, token, $"expected {word}");
        }
    }

    private static string ExpectText(SqlText sql, int token) =>
        token < sql.Tokens.Count && sql.Tokens[token].Kind == TokenKind.Text
            ? sql.Unquote(sql.Tokens[token])
            : throw Error(sql, token, "expected a text in single quotes");

    private static AthenaException Error(SqlText sql, int token, string problem)
    {
        var place = sql.Place(token < sql.Tokens.Count ? sql.Tokens[token].Start : sql.Text.Length);
        return AthenaException.InvalidRequest($"{place}: UNLOAD (query) TO 's3://…' WITH (format = 'PARQUET'): {problem}.");
    }
}
