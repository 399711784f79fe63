using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lake.DuckDb;

/// <summary>Finds DuckDB's C library beside the program, where the build puts it.</summary>
internal static class DuckDbLibrary
{
    public const string Name = "duckdb";

    public static string FileName { get; } =
        OperatingSystem.IsWindows() ? "duckdb.dll" : OperatingSystem.IsMacOS() ? "libduckdb.dylib" : "libduckdb.so";

#pragma warning disable CA2255 // The resolver must be there before the first call into the library, whoever makes it.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Register() =>
        NativeLibrary.SetDllImportResolver(typeof(DuckDbLibrary).Assembly, Resolve);

    /// <exception cref="DuckDbException">The library is not in the folder, or not one this machine can load.</exception>
    internal static IntPtr Load(string folder)
    {
        var path = PathIn(folder);
        return NativeLibrary.TryLoad(path, out var library)
            ? library
            : throw new DuckDbException(
                DuckDbException.LibraryMissing,
                $"DuckDB's library {path} does not load on this machine ({RuntimeInformation.RuntimeIdentifier}). DuckDB is "
                + "provided for linux-x64, linux-arm64 (glibc), osx-x64, osx-arm64 and win-x64; build on the machine that runs it.");
    }

    /// <exception cref="DuckDbException">The library is not in the folder.</exception>
    internal static string PathIn(string folder)
    {
        var path = Path.Combine(folder, FileName);
        return File.Exists(path)
            ? path
            : throw new DuckDbException(
                DuckDbException.LibraryMissing,
                $"DuckDB's library {path} is missing. Install Node.js 20 or later with npm, run 'npm ci' in the repository's "
                + "local/ folder, and build again.");
    }

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) =>
        name == Name ? Load(AppContext.BaseDirectory) : IntPtr.Zero;
}
