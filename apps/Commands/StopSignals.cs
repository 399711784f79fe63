using System.Runtime.InteropServices;

namespace Commands;

/// <summary>Ctrl+C and SIGTERM. The first asks the command to end, which then leaves nothing half done; another ends the process at once.</summary>
public sealed class StopSignals : IDisposable
{
    // A shell reports this plus the signal's number for a process that a signal ended.
    private const int SignalBase = 128;

    private readonly CancellationTokenSource stop = new();
    private readonly IReadOnlyList<PosixSignalRegistration> registrations;
    private volatile int exitCode;

    public StopSignals() => registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Ask(context, SignalBase + 2)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Ask(context, SignalBase + 15)),
    ];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => stop.Token;

    /// <summary>130 after Ctrl+C, 143 after SIGTERM; 0 where no signal came.</summary>
    public int ExitCode => exitCode;

    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }

        stop.Dispose();
    }

    private void Ask(PosixSignalContext context, int code)
    {
        if (Interlocked.CompareExchange(ref exitCode, code, 0) == 0)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }
}
