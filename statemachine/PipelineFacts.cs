namespace Workflow;

/// <summary>
/// Numbers of the pipeline that hold on AWS and on one machine alike. A stack's settings start from them; where this machine
/// departs from one, the difference stands beside its own number.
/// </summary>
public static class PipelineFacts
{
    /// <summary>The days for which an execution looks back for readings.</summary>
    public const int LookbackDays = 2;

    /// <summary>The longest time for which goods are on the road, in days.</summary>
    public const int TransitDays = 2;

    /// <summary>The days for which prices look back for readings and visits.</summary>
    public const int PricingLookbackDays = 3;

    /// <summary>The number of the last hours that are compared with those before, when prices are set.</summary>
    public const int PricingRecentHours = 6;

    /// <summary>The percentage by which a price may differ from the day's first.</summary>
    public const int PricingDailyPercent = 5;

    /// <summary>The number of children of a Distributed Map that run at once.</summary>
    public const int MapConcurrency = 8;

    /// <summary>The percentage of stores that may fail before their execution fails.</summary>
    public const int ToleratedFailurePercentage = 0;

    /// <summary>The MiB that one query may read before it is cancelled; 0 would mean no limit.</summary>
    public const int ScanLimitMb = 1024;

    /// <summary>The seconds for which a delivery stream gathers records before it writes them.</summary>
    public const int BufferSeconds = 60;

    /// <summary>The number of times that a message is received before it goes to the dead-letter queue.</summary>
    /// <remarks>AWS asks for five or more, so that throttling alone never fills the dead-letter queue.</remarks>
    public const int ReceivesBeforeDeadLetter = 5;

    /// <summary>The longest time that a call of StoreTruck may take for its waves: the longest that Lambda allows.</summary>
    public static readonly TimeSpan TruckTimeout = TimeSpan.FromMinutes(15);

    /// <summary>The time for which a dead letter is kept: the longest that SQS keeps a message.</summary>
    /// <remarks>The time counts from the first sending, so that it has to be longer than the other queues' retention.</remarks>
    public static readonly TimeSpan DeadLetterRetention = TimeSpan.FromDays(14);
}
