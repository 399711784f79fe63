using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Native;
using Functions = DuckDB.NET.Native.NativeMethods.TableFunction;

namespace Lake.DuckDb;

/// <summary>
/// A table function over rows that this program makes, so that a statement can take them without a table or a file
/// between: <c>COPY (SELECT * FROM incoming()) TO …</c>. The bindings know table functions of one thread only, and the row
/// by row appender.
/// </summary>
internal sealed class RowFeed : IDisposable
{
    private readonly DuckDbConnection connection;
    private readonly string name;
    private readonly int threads;
    private GCHandle self;
    private IRowSource? source;
    private ExceptionDispatchInfo? failure;

    public unsafe RowFeed(DuckDbConnection connection, string name, int threads)
    {
        this.connection = connection;
        this.name = name;
        this.threads = threads;
        self = GCHandle.Alloc(this);

        var function = Functions.DuckDBCreateTableFunction();
        try
        {
            Functions.DuckDBTableFunctionSetName(function, name);
            Functions.DuckDBTableFunctionSetExtraInfo(function, GCHandle.ToIntPtr(self), null);
            Functions.DuckDBTableFunctionSetBind(function, &Bind);
            Functions.DuckDBTableFunctionSetInit(function, &Init);
            NotInTheBindings.TableFunctionSetLocalInit(function, &LocalInit);
            Functions.DuckDBTableFunctionSetFunction(function, &Fill);
            if (!Functions.DuckDBRegisterTableFunction(connection.Handle, function).IsSuccess())
            {
                self.Free();
                throw new DuckDbException("Catalog", $"DuckDB takes no table function '{name}'.");
            }
        }
        finally
        {
            Functions.DuckDBDestroyTableFunction(ref function);
        }
    }

    /// <summary>Runs a statement that reads the source once, through this table function.</summary>
    /// <returns>The rows the statement reports.</returns>
    public long Execute(string sql, IRowSource rows, CancellationToken cancellation)
    {
        source = rows;
        failure = null;
        try
        {
            return connection.Execute(sql, cancellation);
        }
        catch (DuckDbException) when (failure is not null)
        {
            // The source's own error, not DuckDB's report of it.
            failure.Throw();
            throw;
        }
        finally
        {
            source = null;
        }
    }

    /// <summary>
    /// Ends the feed. It has to be called after the connection is closed, because DuckDB may call back until then.
    /// </summary>
    public void Dispose()
    {
        if (self.IsAllocated)
        {
            self.Free();
        }
    }

    public override string ToString() => $"{name}()";

    private static RowFeed From(IntPtr handle) => (RowFeed)GCHandle.FromIntPtr(handle).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(IntPtr info)
    {
        foreach (var (column, type) in From(Functions.DuckDBBindGetExtraInfo(info)).source!.Columns)
        {
            using var logical = NativeMethods.LogicalType.DuckDBCreateLogicalType(type);
            Functions.DuckDBBindAddResultColumn(info, column, logical);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Init(IntPtr info) =>
        NotInTheBindings.InitSetMaxThreads(info, (ulong)From(Functions.DuckDBInitGetExtraInfo(info)).threads);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static unsafe void LocalInit(IntPtr info)
    {
        var feed = From(Functions.DuckDBInitGetExtraInfo(info));
        var local = GCHandle.Alloc(new Local(feed, feed.source!.Open(), feed.source.Columns.Count));
        Functions.DuckDBInitSetInitData(info, GCHandle.ToIntPtr(local), &Release);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(IntPtr local) => GCHandle.FromIntPtr(local).Free();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Fill(IntPtr info, IntPtr output)
    {
        using var chunk = new DuckDBDataChunk(output);
        var local = (Local)GCHandle.FromIntPtr(NotInTheBindings.FunctionGetLocalInitData(info)).Target!;
        try
        {
            for (var i = 0; i < local.Writers.Length; i++)
            {
                local.Writers[i] = new(NativeMethods.DataChunks.DuckDBDataChunkGetVector(chunk, i));
            }

            NativeMethods.DataChunks.DuckDBDataChunkSetSize(chunk, (ulong)local.Reader.Fill(local.Writers, local.Capacity));
        }
#pragma warning disable CA1031 // No exception may pass through DuckDB's frames: it is kept, and thrown on the other side.
        catch (Exception error)
#pragma warning restore CA1031
        {
            local.Feed.failure ??= ExceptionDispatchInfo.Capture(error);
            Functions.DuckDBFunctionSetError(info, error.Message);
        }
    }

    private sealed class Local(RowFeed feed, IRowReader reader, int columns)
    {
        public RowFeed Feed { get; } = feed;

        public IRowReader Reader { get; } = reader;

        public VectorWriter[] Writers { get; } = new VectorWriter[columns];

        public int Capacity { get; } = (int)NativeMethods.Helpers.DuckDBVectorSize();
    }
}
