using StatesLanguage.Clocks;

namespace StatesLanguage;

/// <summary>The world that executions run in.</summary>
public sealed record Host
{
    public required ITaskService Tasks { get; init; }

    /// <summary>The objects that a Distributed Map reads and writes; without them it can neither read items from S3 nor write results there.</summary>
    public IObjectStore? Objects { get; init; }

    public IParquetReader? Parquet { get; init; }

    /// <summary>The evaluator of JSONata; without it, state machines that need it fail.</summary>
    public IJsonata? Jsonata { get; init; }

    public TaskTokens Tokens { get; init; } = new();

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The source of jitter, random numbers and ids, which all executions share.</summary>
    public required Random Random
    {
        get;
        init => field = value as SharedRandom ?? new SharedRandom(value);
    }

    public string Region { get; init; } = "us-east-1";

    public string Account { get; init; } = "000000000000";

    /// <summary>
    /// Gives each execution what it runs on. An execution's own code never runs on two threads at once, so that it needs
    /// no locks; services work beside it.
    /// </summary>
    public Func<TaskScheduler> Scheduler { get; init; } = () => new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
}
