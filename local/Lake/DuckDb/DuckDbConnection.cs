using System.Runtime.InteropServices;

namespace Lake.DuckDb;

/// <summary>Runs statements, one at a time.</summary>
public sealed class DuckDbConnection : IDisposable
{
    private readonly ConnectionHandle handle;

    internal DuckDbConnection(ConnectionHandle handle) => this.handle = handle;

    internal ConnectionHandle Handle => handle;

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
        if (Native.ExecuteStreaming(statement, out var state) == Native.Success)
        {
            return new(state, interruption, cancellation);
        }

        interruption.Dispose();
        var error = DuckDbException.Parse(Marshal.PtrToStringUTF8(Native.ResultError(ref state)) ?? "");
        Native.DestroyResult(ref state);
        cancellation.ThrowIfCancellationRequested();
        throw error;
    }

    public void Dispose() => handle.Dispose();

    private StatementHandle Prepare(string sql)
    {
        if (Native.Prepare(handle, sql, out var statement) == Native.Success)
        {
            return statement;
        }

        using (statement)
        {
            throw DuckDbException.Parse(Marshal.PtrToStringUTF8(Native.PrepareError(statement)) ?? "");
        }
    }

    private static void Bind(StatementHandle statement, ReadOnlySpan<object?> parameters)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            var index = (ulong)i + 1;
            var state = parameters[i] switch
            {
                null => Native.BindNull(statement, index),
                string text => Native.BindVarchar(statement, index, text),
                int or long => Native.BindInt64(statement, index, Convert.ToInt64(parameters[i])),
                double number => Native.BindDouble(statement, index, number),
                var other => throw new ArgumentException($"A parameter cannot be a {other.GetType().Name}.", nameof(parameters)),
            };
            if (state != Native.Success)
            {
                throw new DuckDbException("Parameter", $"The statement has no parameter {index}.");
            }
        }
    }
}
