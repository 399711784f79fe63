using DuckDB.NET.Native;
using Chunks = DuckDB.NET.Native.NativeMethods.DataChunks;
using Results = DuckDB.NET.Native.NativeMethods.Query;

namespace Lake.DuckDb;

/// <summary>The columns and rows of a statement. Read once, from first to last, then dispose.</summary>
public sealed class DuckDbResult : IDisposable
{
    private readonly Interruption interruption;
    private readonly CancellationToken cancellation;
    private DuckDBResult state;
    private bool disposed;

    internal DuckDbResult(DuckDBResult state, Interruption interruption, CancellationToken cancellation)
    {
        this.state = state;
        this.interruption = interruption;
        this.cancellation = cancellation;
        Columns = [.. Enumerable.Range(0, (int)Results.DuckDBColumnCount(ref state)).Select(Column)];
    }

    public IReadOnlyList<DuckDbColumn> Columns { get; }

    /// <summary>
    /// The rows, each an array of its own: bool, long (every whole number that fits), BigInteger, float, double, DuckDbDecimal,
    /// string, byte[], DateOnly, TimeOnly, DuckDbTime, DateTime (no zone), DateTimeOffset, DuckDbInterval, a list of values, or a list of
    /// name and value (structs and maps); null for NULL.
    /// </summary>
    /// <exception cref="DuckDbException">The statement fails on the way, or a row has more than 32 MB.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public IEnumerable<object?[]> Rows()
    {
        var rowSize = new RowSize();
        while (Fetch() is { } chunk)
        {
            using (chunk)
            {
                var size = (int)Chunks.DuckDBDataChunkGetSize(chunk);
                var readers = Columns.Select((column, i) => VectorReader.Of(column.Type, Chunks.DuckDBDataChunkGetVector(chunk, i), rowSize)).ToArray();
                for (var row = 0; row < size; row++)
                {
                    rowSize.Start();
                    yield return Array.ConvertAll(readers, reader => reader.Value(row));
                }
            }
        }
    }

    public void Dispose()
    {
        if (!disposed)
        {
            disposed = true;
            interruption.Dispose();
            state.Close();
        }
    }

    private DuckDBDataChunk? Fetch()
    {
        ObjectDisposedException.ThrowIf(disposed, this);

        // A function that was running did not notice the interruption.
        cancellation.ThrowIfCancellationRequested();
        var chunk = Results.DuckDBFetchChunk(state);
        if (!chunk.IsInvalid)
        {
            return chunk;
        }

        // The end and a failure look alike but for the error's text.
        if (Results.DuckDBResultError(ref state) is { Length: > 0 } error)
        {
            cancellation.ThrowIfCancellationRequested();
            throw DuckDbException.Parse(error);
        }

        return null;
    }

    private DuckDbColumn Column(int index)
    {
        using var type = Results.DuckDBColumnLogicalType(ref state, index);
        return new(Results.DuckDBColumnName(ref state, index), ColumnShape.Of(type));
    }
}

/// <summary>A column of a result.</summary>
public sealed record DuckDbColumn(string Name, ColumnShape Type);
