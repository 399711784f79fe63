using System.Runtime.InteropServices;
using DuckDB.NET.Native;

namespace Lake.DuckDb;

/// <summary>A DuckDB, in memory for questions to other files, or with a file of its own.</summary>
public sealed class DuckDbDatabase : IDisposable
{
    // Everything that the lake needs is built in; a query must never fetch code from the network.
    private static readonly (string Name, string Value)[] Always =
    [
        ("autoinstall_known_extensions", "false"),
        ("autoload_known_extensions", "false"),
        ("allow_community_extensions", "false"),
        ("errors_as_json", "true"),
    ];

    private readonly DuckDBDatabase handle;

    private DuckDbDatabase(DuckDBDatabase handle) => this.handle = handle;

    /// <exception cref="DuckDbException">The library is missing, or a setting is refused.</exception>
    public static DuckDbDatabase Open(DuckDbSettings settings)
    {
        NativeMethods.Configuration.DuckDBCreateConfig(out var config);
        using (config)
        {
            foreach (var (name, value) in Always.Concat(settings.Options()))
            {
                if (!NativeMethods.Configuration.DuckDBSetConfig(config, name, value).IsSuccess())
                {
                    throw new DuckDbException("Setting", $"DuckDB refuses the setting {name} = '{value}'.");
                }
            }

            if (!NativeMethods.Startup.DuckDBOpen(settings.File ?? ":memory:", out var handle, config, out var error).IsSuccess())
            {
                handle.Dispose();
                throw DuckDbException.Parse(error);
            }

            return Confine(new(handle), settings);
        }
    }

    /// <summary>Tells early that a program cannot work, before it has begun anything.</summary>
    /// <exception cref="DuckDbException">DuckDB's library is not beside the program, or does not load on this machine.</exception>
    public static void RequireLibrary() => RequireLibrary(NativeMethods.Startup.DuckDBLibraryVersion);

    internal static void RequireLibrary(Func<string> version)
    {
        try
        {
            version();
        }
        catch (DllNotFoundException error)
        {
            throw new DuckDbException(
                DuckDbException.LibraryMissing,
                $"DuckDB's library does not load on this machine ({RuntimeInformation.RuntimeIdentifier}). DuckDB is provided for "
                + "linux-x64, linux-arm64 (glibc), osx, win-x64 and win-arm64; build on the machine that runs it. "
                + $"The system says: {error.Message.ReplaceLineEndings(" ").Trim()}");
        }
    }

    /// <summary>A connection runs one statement at a time; open one for each that runs at the same time.</summary>
    public DuckDbConnection Connect()
    {
        if (!NativeMethods.Startup.DuckDBConnect(handle, out var connection).IsSuccess())
        {
            connection.Dispose();
            throw new DuckDbException("Connection", "DuckDB gives no connection.");
        }

        return new(connection);
    }

    public void Dispose() => handle.Dispose();

    private static DuckDbDatabase Confine(DuckDbDatabase database, DuckDbSettings settings)
    {
        using var connection = database.Connect();
        foreach (var statement in settings.Statements())
        {
            connection.Execute(statement);
        }

        return database;
    }
}
