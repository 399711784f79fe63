using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Lake.DuckDb;

/// <summary>
/// A table function over rows that this program makes, so that a statement can take them without a table or a file
/// between: <c>COPY (SELECT * FROM incoming()) TO …</c>.
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

        using var function = Native.CreateTableFunction();
        Native.TableFunctionSetName(function, name);
        Native.TableFunctionSetExtraInfo(function, GCHandle.ToIntPtr(self), null);
        Native.TableFunctionSetBind(function, &Bind);
        Native.TableFunctionSetInit(function, &Init);
        Native.TableFunctionSetLocalInit(function, &LocalInit);
        Native.TableFunctionSetFunction(function, &Fill);
        if (Native.RegisterTableFunction(connection.Handle, function) != Native.Success)
        {
            self.Free();
            throw new DuckDbException("Catalog", $"DuckDB takes no table function '{name}'.");
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

    /// <summary>To be called when the connection is closed: DuckDB may call back until then.</summary>
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
        foreach (var (column, type) in From(Native.BindExtraInfo(info)).source!.Columns)
        {
            using var logical = Native.CreateLogicalType(type);
            Native.BindAddResultColumn(info, column, logical);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Init(IntPtr info) =>
        Native.InitSetMaxThreads(info, (ulong)From(Native.InitExtraInfo(info)).threads);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static unsafe void LocalInit(IntPtr info)
    {
        var feed = From(Native.InitExtraInfo(info));
        var local = GCHandle.Alloc(new Local(feed, feed.source!.Open(), feed.source.Columns.Count));
        Native.InitSetData(info, GCHandle.ToIntPtr(local), &Release);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(IntPtr local) => GCHandle.FromIntPtr(local).Free();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Fill(IntPtr info, IntPtr chunk)
    {
        var local = (Local)GCHandle.FromIntPtr(Native.FunctionLocalData(info)).Target!;
        try
        {
            for (var i = 0; i < local.Writers.Length; i++)
            {
                local.Writers[i] = new(Native.ChunkVector(chunk, (ulong)i));
            }

            Native.SetChunkSize(chunk, (ulong)local.Reader.Fill(local.Writers, local.Capacity));
        }
#pragma warning disable CA1031 // No exception may pass through DuckDB's frames: it is kept, and thrown on the other side.
        catch (Exception error)
#pragma warning restore CA1031
        {
            local.Feed.failure ??= ExceptionDispatchInfo.Capture(error);
            Native.FunctionSetError(info, error.Message);
        }
    }

    private sealed class Local(RowFeed feed, IRowReader reader, int columns)
    {
        public RowFeed Feed { get; } = feed;

        public IRowReader Reader { get; } = reader;

        public VectorWriter[] Writers { get; } = new VectorWriter[columns];

        public int Capacity { get; } = (int)Native.VectorSize();
    }
}
