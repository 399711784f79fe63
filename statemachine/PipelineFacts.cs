namespace Workflow;

/// <summary>
/// Numbers of the pipeline that hold on AWS and on one machine alike. A stack's settings start from them; where this machine
/// departs from one, the difference stands beside its own number.
/// </summary>
public static class PipelineFacts
{
    /// <summary>How far back an execution looks for readings, in days.</summary>
    public const int LookbackDays = 2;

    /// <summary>How long goods are on the road at most, in days.</summary>
    public const int TransitDays = 2;

    /// <summary>How far back prices look for readings and visits, in days.</summary>
    public const int PricingLookbackDays = 3;

    /// <summary>How many of the last hours are compared with those before, when prices are set.</summary>
    public const int PricingRecentHours = 6;

    /// <summary>By how much a price may differ from the day's first, in percent.</summary>
    public const int PricingDailyPercent = 5;

    /// <summary>How many children of a Distributed Map run at once.</summary>
    public const int MapConcurrency = 8;

    /// <summary>How many of a hundred stores may fail before their execution does.</summary>
    public const int ToleratedFailurePercentage = 0;

    /// <summary>How many MiB one query may read before it is cancelled; 0 would be no limit.</summary>
    public const int ScanLimitMb = 1024;

    /// <summary>How long a delivery stream gathers records before it writes them, in seconds.</summary>
    public const int BufferSeconds = 60;

    /// <summary>How often a message is received before it goes to the dead-letter queue.</summary>
    /// <remarks>AWS asks for five or more, so that throttling alone never fills the dead-letter queue.</remarks>
    public const int ReceivesBeforeDeadLetter = 5;

    /// <summary>How long a call of StoreTruck may take for its waves: all that Lambda gives.</summary>
    public static readonly TimeSpan TruckTimeout = TimeSpan.FromMinutes(15);

    /// <summary>How long a dead letter is kept: as long as SQS keeps any message.</summary>
    /// <remarks>It counts from the first sending, so that it has to be longer than the other queues' retention.</remarks>
    public static readonly TimeSpan DeadLetterRetention = TimeSpan.FromDays(14);
}
