using System.Runtime.InteropServices;

namespace Lake.DuckDb;

/// <summary>An in-memory DuckDB: a query engine over files, nothing of its own to keep.</summary>
public sealed class DuckDbDatabase : IDisposable
{
    // What the lake reads and writes is built in; a query must never fetch code from the network.
    private static readonly (string Name, string Value)[] Always =
    [
        ("autoinstall_known_extensions", "false"),
        ("autoload_known_extensions", "false"),
        ("allow_community_extensions", "false"),
        ("errors_as_json", "true"),
    ];

    private readonly DatabaseHandle handle;

    private DuckDbDatabase(DatabaseHandle handle) => this.handle = handle;

    /// <exception cref="DuckDbException">The library is missing, or a setting is refused.</exception>
    public static DuckDbDatabase Open(DuckDbSettings settings)
    {
        Native.CreateConfig(out var config);
        try
        {
            foreach (var (name, value) in Always.Concat(settings.Options()))
            {
                if (Native.SetConfig(config, name, value) != Native.Success)
                {
                    throw new DuckDbException("Setting", $"DuckDB refuses the setting {name} = '{value}'.");
                }
            }

            if (Native.Open(":memory:", out var handle, config, out var error) != Native.Success)
            {
                handle.Dispose();
                var text = Marshal.PtrToStringUTF8(error) ?? "DuckDB did not open.";
                Native.Free(error);
                throw DuckDbException.Parse(text);
            }

            return Confine(new(handle), settings);
        }
        finally
        {
            Native.DestroyConfig(ref config);
        }
    }

    /// <summary>Tells early that a program cannot work, before it has begun anything.</summary>
    /// <exception cref="DuckDbException">DuckDB's library is not beside the program.</exception>
    public static void RequireLibrary() => DuckDbLibrary.PathIn(AppContext.BaseDirectory);

    /// <summary>A connection runs one statement at a time; open one for each that runs at the same time.</summary>
    public DuckDbConnection Connect()
    {
        if (Native.Connect(handle, out var connection) != Native.Success)
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
