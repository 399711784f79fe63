using DuckDB.NET.Native;
using Statements = DuckDB.NET.Native.NativeMethods.PreparedStatements;

namespace Lake.DuckDb;

/// <summary>Runs statements, one at a time.</summary>
public sealed class DuckDbConnection : IDisposable
{
    private readonly DuckDBNativeConnection handle;

    internal DuckDbConnection(DuckDBNativeConnection handle) => this.handle = handle;

    internal DuckDBNativeConnection Handle => handle;

    /// <summary>Runs a statement whose rows nobody reads.</summary>
    /// <returns>The rows it wrote or changed; 0 when it reports none.</returns>
    /// <exception cref="DuckDbException">DuckDB refuses it or fails.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public long Execute(string sql, CancellationToken cancellation = default)
    {
        using var result = Query(sql, cancellation);
        var row = result.Rows().FirstOrDefault();
        return row is [long count] ? count : 0;
    }

    /// <summary>Runs a statement and reads its rows as they come.</summary>
    /// <param name="sql">One statement, with a <c>?</c> for each parameter.</param>
    /// <param name="cancellation">Interrupts the statement, also while rows are read.</param>
    /// <param name="parameters">Text, whole numbers, doubles or null.</param>
    /// <exception cref="DuckDbException">DuckDB refuses it or fails.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public DuckDbResult Query(string sql, CancellationToken cancellation = default, params ReadOnlySpan<object?> parameters)
    {
        cancellation.ThrowIfCancellationRequested();
        using var statement = Prepare(sql);
        Bind(statement, parameters);

        var interruption = new Interruption(handle, cancellation);
        if (Statements.DuckDBExecutePreparedStreaming(statement, out var state).IsSuccess())
        {
            return new(state, interruption, cancellation);
        }

        interruption.Dispose();
        var error = DuckDbException.Parse(NativeMethods.Query.DuckDBResultError(ref state));
        state.Close();
        cancellation.ThrowIfCancellationRequested();
        throw error;
    }

    /// <summary>Makes sure that a statement asks and does nothing else, by what DuckDB takes it for.</summary>
    /// <exception cref="DuckDbException">It is another statement, or none.</exception>
    public void RequireQuestion(string sql)
    {
        using var statement = Prepare(sql);
        if (NotInTheBindings.PreparedStatementType(statement) is not (DuckDBStatementType.Select or DuckDBStatementType.Explain))
        {
            throw new DuckDbException("Permission", "A query answers, and this statement does something else.");
        }
    }

    public void Dispose() => handle.Dispose();

    private DuckDBPreparedStatement Prepare(string sql)
    {
        if (Statements.DuckDBPrepare(handle, sql, out var statement).IsSuccess())
        {
            return statement;
        }

        using (statement)
        {
            throw DuckDbException.Parse(Statements.DuckDBPrepareError(statement));
        }
    }

    private static void Bind(DuckDBPreparedStatement statement, ReadOnlySpan<object?> parameters)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            var index = i + 1L;
            var state = parameters[i] switch
            {
                null => Statements.DuckDBBindNull(statement, index),
                string text => Statements.DuckDBBindVarchar(statement, index, text),
                int or long => Statements.DuckDBBindInt64(statement, index, Convert.ToInt64(parameters[i])),
                double number => Statements.DuckDBBindDouble(statement, index, number),
                var other => throw new ArgumentException($"A parameter cannot be a {other.GetType().Name}.", nameof(parameters)),
            };
            if (!state.IsSuccess())
            {
                throw new DuckDbException("Parameter", $"The statement has no parameter {index}.");
            }
        }
    }
}
