using System.Diagnostics;
using System.Security.Cryptography;
using Kinesis;
using RealTime.Tables;
using Replenishment.Dispatching;
using StatesLanguage;

namespace Local.Faults;

/// <summary>Puts faults between the pipeline's parts and the services they call. Nothing else knows of them.</summary>
/// <param name="spec">The faults and their chances.</param>
/// <param name="die">Ends the process.</param>
internal sealed class FaultInjection(FaultSpec spec, Action die)
{
    private readonly CrashPoints crashes = new(spec, die);

    /// <summary>Decides which calls fail.</summary>
    public FaultDecisions Decisions { get; } = new(spec);

    /// <summary>Faults that end this process for good.</summary>
    public static FaultInjection OfProcess(FaultSpec spec) => new(spec, () => Process.GetCurrentProcess().Kill());

    /// <summary>Puts faults between the state machine and the services.</summary>
    public ITaskService Around(ITaskService tasks, TimeProvider clock) => new FaultyTasks(tasks, Decisions, crashes, clock);

    public ITable Around(ITable table, TableSchema schema) => new FaultyTable(table, schema, Decisions);

    /// <summary>Decides whether a stream refuses a record as if its shard had no room.</summary>
    public bool Refuses(PutRecord record) => Decisions
        .Next("PutRecords", $"{record.PartitionKey} {Convert.ToHexString(SHA256.HashData(record.Data.Span))}")
        .Meets(FaultNames.Kinesis);

    public IDispatchLedger Around(IDispatchLedger ledger) => new FaultyLedger(ledger, Decisions, crashes);

    public IDispatchStream Around(IDispatchStream stream) => new FaultyStream(stream, Decisions, crashes);
}
