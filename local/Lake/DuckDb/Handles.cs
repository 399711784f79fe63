using System.Runtime.InteropServices;

namespace Lake.DuckDb;

// Each of DuckDB's destroy functions takes the address of the pointer and clears it.

internal abstract class DuckDbHandle() : SafeHandle(IntPtr.Zero, ownsHandle: true)
{
    public override bool IsInvalid => handle == IntPtr.Zero;
}

internal sealed class DatabaseHandle : DuckDbHandle
{
    protected override bool ReleaseHandle()
    {
        Native.Close(ref handle);
        return true;
    }
}

internal sealed class ConnectionHandle : DuckDbHandle
{
    protected override bool ReleaseHandle()
    {
        Native.Disconnect(ref handle);
        return true;
    }
}

internal sealed class StatementHandle : DuckDbHandle
{
    protected override bool ReleaseHandle()
    {
        Native.DestroyPrepare(ref handle);
        return true;
    }
}

internal sealed class DataChunkHandle : DuckDbHandle
{
    public static DataChunkHandle Own(IntPtr chunk)
    {
        var owner = new DataChunkHandle();
        owner.SetHandle(chunk);
        return owner;
    }

    protected override bool ReleaseHandle()
    {
        Native.DestroyDataChunk(ref handle);
        return true;
    }
}

internal sealed class LogicalTypeHandle : DuckDbHandle
{
    protected override bool ReleaseHandle()
    {
        Native.DestroyLogicalType(ref handle);
        return true;
    }
}

internal sealed class TableFunctionHandle : DuckDbHandle
{
    protected override bool ReleaseHandle()
    {
        Native.DestroyTableFunction(ref handle);
        return true;
    }
}
