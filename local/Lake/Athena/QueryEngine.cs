using Lake.DuckDb;
using Lake.S3;

namespace Lake.Athena;

/// <summary>
/// DuckDB made to look like Athena for one query: the lake's tables as views, Trino's functions, whole division. Each
/// query has one of its own, so that none sees another, and the bytes read are its own.
/// </summary>
internal sealed class QueryEngine : IDisposable
{
    private readonly DuckDbDatabase database;

    private QueryEngine(DuckDbDatabase database, DuckDbConnection connection)
    {
        this.database = database;
        Connection = connection;
    }

    public DuckDbConnection Connection { get; }

    /// <param name="store">Where the lake is.</param>
    /// <param name="options">The lake.</param>
    /// <param name="statement">The statement that it will run.</param>
    /// <param name="macros">The macros that are needed beside those of the statement.</param>
    public static QueryEngine Open(S3Folder store, AthenaOptions options, Statement statement, IEnumerable<string> macros)
    {
        Directory.CreateDirectory(store.TemporaryFolder);
        Directory.CreateDirectory(store.ObjectFolder);
        var database = DuckDbDatabase.Open(new(
            store.TemporaryFolder, [store.ObjectFolder, store.TemporaryFolder], options.Threads, options.MemoryLimit)
        {
            WholeDivision = true,
            MaxTemporaryBytes = options.MaxTemporaryBytes,
        });
        var connection = database.Connect();
        try
        {
            foreach (var macro in TrinoMacros.For(TrinoText.Words(statement.Text).Concat(macros)))
            {
                connection.Execute($"CREATE MACRO {macro}");
            }

            connection.Execute($"CREATE SCHEMA {Sql.Name(options.Database)}");
            connection.Execute($"USE {Sql.Name(options.Database)}");

            // Only what the statement may mean: a view looks at its files.
            var sql = statement.Source;
            var words = sql.Tokens.Where(token => token.Kind is TokenKind.Word or TokenKind.QuotedName)
                .Select(token => sql.TextOf(token).Trim('"'))
                .ToHashSet(StringComparer.OrdinalIgnoreCase);
            foreach (var table in options.Tables.Where(table => words.Contains(table.Name) || words.Contains("SHOW")))
            {
                connection.Execute(LakeViews.Create(connection, table, store, options.Bucket));
            }

            connection.Execute("CALL enable_logging('FileSystem', level = 'trace')");
            return new(database, connection);
        }
        catch
        {
            connection.Dispose();
            database.Dispose();
            throw;
        }
    }

    /// <summary>The bytes that were read, once they are counted.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Counts what was read of the files under a folder, to the byte: DuckDB's log names every read.</summary>
    public void CountBytes(string folder)
    {
        Connection.Execute("CALL disable_logging()");
        using var result = Connection.Query(
            "SELECT CAST(coalesce(sum(bytes), 0) AS bigint) FROM duckdb_logs_parsed('FileSystem') WHERE op = 'READ' AND starts_with(path, ?)",
            default,
            folder.Replace('\\', '/'));
        BytesRead = (long)result.Rows().Single()[0]!;
    }

    public void Dispose()
    {
        Connection.Dispose();
        database.Dispose();
    }
}
