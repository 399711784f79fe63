using System.Diagnostics.CodeAnalysis;
using Replenishment.Dispatching;

namespace Local.Faults;

/// <summary>A dispatches stream that is throttled, loses answers, or sees the process die.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "It stands before the dispatches stream.")]
internal sealed class FaultyStream(IDispatchStream stream, FaultDecisions decisions, CrashPoints crashes) : IDispatchStream
{
    public Task SendAsync(IReadOnlyList<Dispatch> dispatches, CancellationToken cancellation = default) =>
        ServiceFault.OrAsync(decisions, crashes, FaultNames.Firehose, FaultNames.SendDispatches, async () =>
        {
            await stream.SendAsync(dispatches, cancellation);
            return true;
        });
}
