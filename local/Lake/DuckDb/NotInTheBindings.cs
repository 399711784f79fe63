using System.Runtime.InteropServices;
using DuckDB.NET.Native;

namespace Lake.DuckDb;

/// <summary>
/// Functions of DuckDB's C API that DuckDB.NET.Bindings does not declare: the first three let several threads make rows at
/// once (with one thread, taking ten million readings lasts twice as long), the last tells what a statement is before it runs.
/// </summary>
internal static unsafe partial class NotInTheBindings
{
    private const string Library = "duckdb";

    [LibraryImport(Library, EntryPoint = "duckdb_table_function_set_local_init")]
    public static partial void TableFunctionSetLocalInit(IntPtr function, delegate* unmanaged[Cdecl]<IntPtr, void> init);

    [LibraryImport(Library, EntryPoint = "duckdb_function_get_local_init_data")]
    public static partial IntPtr FunctionGetLocalInitData(IntPtr info);

    [LibraryImport(Library, EntryPoint = "duckdb_init_set_max_threads")]
    public static partial void InitSetMaxThreads(IntPtr info, ulong threads);

    [LibraryImport(Library, EntryPoint = "duckdb_prepared_statement_type")]
    public static partial DuckDBStatementType PreparedStatementType(DuckDBPreparedStatement statement);
}
