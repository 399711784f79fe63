using DuckDB.NET.Native;

namespace Lake.DuckDb;

/// <summary>Interrupts a connection's statement from the moment a token is cancelled until it is disposed.</summary>
internal sealed class Interruption : IDisposable
{
    // A statement that has just begun forgets an interrupt that came before: so it is told again until it has ended.
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(20);

    private readonly Lock gate = new();
    private readonly DuckDBNativeConnection connection;
    private readonly CancellationTokenRegistration registration;
    private ITimer? timer;
    private bool disposed;

    public Interruption(DuckDBNativeConnection connection, CancellationToken cancellation)
    {
        this.connection = connection;
        registration = cancellation.Register(Start);
    }

    public void Dispose()
    {
        registration.Dispose();
        lock (gate)
        {
            disposed = true;
            timer?.Dispose();
        }
    }

    private void Start()
    {
        lock (gate)
        {
            if (!disposed)
            {
                timer = TimeProvider.System.CreateTimer(_ => Interrupt(), state: null, TimeSpan.Zero, Again);
            }
        }
    }

    private void Interrupt()
    {
        // A timer's last call may come after its end, when the connection runs something else or is closed.
        lock (gate)
        {
            if (!disposed)
            {
                connection.Interrupt();
            }
        }
    }
}
