using System.Globalization;
using Lake.DuckDb;
using Lake.S3;

namespace Lake.Redshift;

/// <summary>
/// Redshift on one machine: a DuckDB file, which reads the lake's Parquet files in COPY. Transactions run one after another.
/// </summary>
public sealed class RedshiftEngine : IDisposable
{
    private readonly S3Folder lake;
    private readonly RedshiftOptions options;
    private readonly TimeProvider clock;
    private readonly Lock gate = new();
    private readonly DuckDbDatabase database;

    private RedshiftEngine(S3Folder lake, RedshiftOptions options, TimeProvider clock, DuckDbDatabase database) =>
        (this.lake, this.options, this.clock, this.database) = (lake, options, clock, database);

    /// <summary>Opens the database, as the last transaction that was committed left it.</summary>
    /// <exception cref="DuckDbException">It cannot be opened.</exception>
    public static RedshiftEngine Open(S3Folder lake, RedshiftOptions options, TimeProvider clock)
    {
        Directory.CreateDirectory(lake.TemporaryFolder);
        Directory.CreateDirectory(lake.ObjectFolder);
        return new(lake, options, clock, DuckDbDatabase.Open(
            new(lake.TemporaryFolder, [lake.ObjectFolder], options.Threads, options.MemoryLimit) { File = options.File, WholeDivision = true }));
    }

    /// <summary>Runs statements as one transaction: all of them, or none.</summary>
    /// <param name="statements">The statements in their order.</param>
    /// <param name="progress">Is told of each statement.</param>
    /// <param name="cancellation">Takes all of it back.</param>
    /// <exception cref="RedshiftException">One failed, and nothing was done. Those that were told of as ended are taken back as well.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, and nothing was done.</exception>
    public void Run(IReadOnlyList<string> statements, IStatementProgress progress, CancellationToken cancellation)
    {
        lock (gate)
        {
            // Temporary tables are the connection's, and gone with it.
            using var connection = database.Connect();
            foreach (var macro in Macros())
            {
                connection.Execute($"CREATE TEMP MACRO {macro}", cancellation);
            }

            connection.Execute("BEGIN TRANSACTION", cancellation);
            try
            {
                for (var i = 0; i < statements.Count; i++)
                {
                    progress.Started(i);
                    progress.Ended(i, Run(connection, statements[i], progress.ResultFile(i), cancellation));
                }

                cancellation.ThrowIfCancellationRequested();
                connection.Execute("COMMIT", CancellationToken.None);
            }
            catch (DuckDbException error)
            {
                RollBack(connection);
                throw RedshiftException.Of(error);
            }
            catch
            {
                RollBack(connection);
                throw;
            }
        }
    }

    // Redshift's names of functions that DuckDB has under others.
    private IEnumerable<string> Macros() =>
    [
        string.Create(CultureInfo.InvariantCulture, $"getdate() AS TIMESTAMP '{clock.GetUtcNow().UtcDateTime:yyyy-MM-dd HH:mm:ss}'"),
        "nvl(a, b) AS coalesce(a, b)",
        "len(a) AS length(a)",
    ];

    public void Dispose()
    {
        lock (gate)
        {
            database.Dispose();
        }
    }

    // A transaction that failed in its COMMIT has been rolled back already, and DuckDB says so.
    private static void RollBack(DuckDbConnection connection)
    {
        try
        {
            connection.Execute("ROLLBACK", CancellationToken.None);
        }
        catch (DuckDbException error) when (error.Kind == "TransactionContext")
        {
        }
    }

    private RedshiftResult Run(DuckDbConnection connection, string text, string resultFile, CancellationToken cancellation)
    {
        switch (RedshiftStatement.Of(text))
        {
            case RedshiftStatement.Copied(var copy):
                return Changed(connection.Execute(CopyFiles.Insertion(copy, lake, connection), cancellation));
            case RedshiftStatement.Locked(var tables):
                foreach (var table in tables)
                {
                    using var there = connection.Query($"SELECT * FROM {table} LIMIT 0", cancellation);
                }

                return Changed(0);
            case RedshiftStatement.Plain(var sql, Answers: true):
                connection.RequireQuestion(sql);
                using (var result = connection.Query(sql, cancellation))
                {
                    return ResultFile.Write(result, resultFile, options);
                }

            case RedshiftStatement.Plain(var sql, _):
                return Changed(connection.Execute(sql, cancellation));
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static RedshiftResult Changed(long rows) => new(rows, 0, HasResultSet: false);
}
