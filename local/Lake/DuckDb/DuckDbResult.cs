using System.Runtime.InteropServices;

namespace Lake.DuckDb;

/// <summary>The columns and rows of a statement. Read once, from first to last, then dispose.</summary>
public sealed class DuckDbResult : IDisposable
{
    private readonly Interruption interruption;
    private readonly CancellationToken cancellation;
    private DuckDbResultState state;
    private bool disposed;

    internal DuckDbResult(DuckDbResultState state, Interruption interruption, CancellationToken cancellation)
    {
        this.state = state;
        this.interruption = interruption;
        this.cancellation = cancellation;
        Columns = [.. Enumerable.Range(0, (int)Native.ColumnCount(ref state)).Select(Column)];
    }

    public IReadOnlyList<DuckDbColumn> Columns { get; }

    /// <summary>
    /// The rows, each an array of its own: bool, long (every whole number that fits), BigInteger, double, DuckDbDecimal,
    /// string, byte[], DateOnly, TimeOnly, DateTime (no zone), DateTimeOffset, TimeSpan, a list of values, or a list of
    /// name and value (structs and maps); null for NULL.
    /// </summary>
    /// <exception cref="DuckDbException">The statement fails on the way.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public IEnumerable<object?[]> Rows()
    {
        while (Fetch() is { } chunk)
        {
            using (chunk)
            {
                var size = (int)Native.ChunkSize(chunk);
                var readers = Columns.Select((column, i) => VectorReader.Of(column.Type, Native.ChunkVector(chunk, (ulong)i))).ToArray();
                for (var row = 0; row < size; row++)
                {
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
            Native.DestroyResult(ref state);
        }
    }

    private DataChunkHandle? Fetch()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        var chunk = Native.FetchChunk(state);
        if (chunk != IntPtr.Zero)
        {
            return DataChunkHandle.Own(chunk);
        }

        // The end and a failure look alike but for the error's text.
        if (Marshal.PtrToStringUTF8(Native.ResultError(ref state)) is { Length: > 0 } error)
        {
            cancellation.ThrowIfCancellationRequested();
            throw DuckDbException.Parse(error);
        }

        return null;
    }

    private DuckDbColumn Column(int index)
    {
        using var type = Native.ColumnLogicalType(ref state, (ulong)index);
        return new(Marshal.PtrToStringUTF8(Native.ColumnName(ref state, (ulong)index)) ?? "", ColumnShape.Of(type));
    }
}

/// <summary>A column of a result.</summary>
public sealed record DuckDbColumn(string Name, ColumnShape Type);
