using Lake.Athena;
using Lake.S3;

namespace Lake.Redshift;

/// <summary><c>COPY table FROM 's3://…' IAM_ROLE '…' FORMAT AS PARQUET [MANIFEST]</c>, with the options in any order.</summary>
/// <param name="Table">The table, as it is written.</param>
/// <param name="Source">A manifest, or the beginning of the files' names.</param>
/// <param name="IsManifest">Whether the source is a manifest.</param>
internal sealed record CopyStatement(string Table, S3Uri Source, bool IsManifest)
{
    // "COPY from columnar data formats" lists what else may stand there; none of it changes what these files give.
    private static readonly string[] Ignored = ["STATUPDATE", "ON", "OFF", "TRUE", "FALSE", "EXPLICIT_IDS"];

    /// <exception cref="RedshiftException">It is no such statement, or asks for what there is not on this machine.</exception>
    public static CopyStatement Read(SqlText sql)
    {
        var at = 1;
        var start = at;
        while (at < sql.Tokens.Count && !sql.Is(at, "FROM"))
        {
            if (sql.Is(at, "("))
            {
                throw Refused(sql, at, "this machine copies into all columns of a table, in the order of the file's");
            }

            at++;
        }

        if (at == start || at + 1 >= sql.Tokens.Count || sql.Tokens[at + 1].Kind != TokenKind.Text)
        {
            throw Refused(sql, at, "expected COPY table FROM 's3://…'");
        }

        var table = sql.Text[sql.Tokens[start].Start..sql.Tokens[at - 1].End];
        var place = sql.Unquote(sql.Tokens[at + 1]);
        if (!S3Uri.TryParse(place, out var source))
        {
            throw Refused(sql, at + 1, $"'{place}' does not name a place in S3; expected s3://bucket/key");
        }

        return new(table, source, Options(sql, at + 2));
    }

    /// <returns>Whether the source is a manifest.</returns>
    private static bool Options(SqlText sql, int at)
    {
        var (hasRole, isParquet, isManifest) = (false, false, false);
        for (; at < sql.Tokens.Count && !sql.Is(at, ";"); at++)
        {
            switch (sql.TextOf(sql.Tokens[at]).ToUpperInvariant())
            {
                case "IAM_ROLE" when at + 1 < sql.Tokens.Count && (sql.Tokens[at + 1].Kind == TokenKind.Text || sql.Is(at + 1, "DEFAULT")):
                    hasRole = true;
                    at++;
                    break;
                case "FORMAT":
                    at += sql.Is(at + 1, "AS") ? 2 : 1;
                    isParquet = sql.Is(at, "PARQUET");
                    break;
                case "PARQUET":
                    isParquet = true;
                    break;
                case "MANIFEST":
                    isManifest = true;
                    break;
                case var word when Ignored.Contains(word):
                    break;
                default:
                    throw Refused(sql, at, $"this machine knows no '{sql.TextOf(sql.Tokens[at])}' here; it knows IAM_ROLE, FORMAT AS PARQUET, MANIFEST and STATUPDATE");
            }
        }

        return !isParquet ? throw Refused(sql, at, "this machine copies FORMAT AS PARQUET, and other formats only Redshift itself")
            : !hasRole ? throw Refused(sql, at, "COPY needs credentials: IAM_ROLE 'arn:aws:iam::…' or IAM_ROLE DEFAULT")
            : isManifest;
    }

    private static RedshiftException Refused(SqlText sql, int token, string problem)
    {
        var place = sql.Place(token < sql.Tokens.Count ? sql.Tokens[token].Start : sql.Text.Length);
        return new($"COPY, {place}: {problem}.");
    }
}
