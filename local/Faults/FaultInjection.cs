using System.Diagnostics;
using Local.Serve;
using Replenishment.Dispatching;
using StatesLanguage;

namespace Local.Faults;

/// <summary>Puts faults between the pipeline's parts and the services they call. Nothing else knows of them.</summary>
/// <param name="spec">Which.</param>
/// <param name="die">Ends the process.</param>
internal sealed class FaultInjection(FaultSpec spec, Action die)
{
    private readonly Dice dice = new(spec);
    private readonly CrashPoints crashes = new(spec, die);

    /// <summary>Faults that end this process for good.</summary>
    public static FaultInjection OfProcess(FaultSpec spec) => new(spec, () => Process.GetCurrentProcess().Kill());

    /// <summary>Between the state machine and the services.</summary>
    public ITaskService Around(ITaskService tasks, TimeProvider clock) => new FaultyTasks(tasks, dice, crashes, clock);

    public IDispatchLedger Around(IDispatchLedger ledger) => new FaultyLedger(ledger, dice, crashes);

    public IDispatchStream Around(IDispatchStream stream) => new FaultyStream(stream, dice, crashes);

    /// <summary>Between the server's clients and its operations.</summary>
    public IReadOnlyDictionary<string, Operation> Around(IReadOnlyDictionary<string, Operation> operations) =>
        new FaultyRequests(dice).Around(operations);
}
