namespace Tests.Shared;

/// <summary>
/// The real clock, on which the delays of retries pass at once and the timeouts of calls soon or never; those of queries
/// and executions never do.
/// </summary>
/// <param name="timeout">
/// The time after which a call's timeout passes, so that a busy machine does not make an honest call late. Null for
/// never.
/// </param>
internal sealed class ImpatientTime(TimeSpan? timeout = null) : TimeProvider
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(2);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(
        callback,
        state,
        dueTime == Timeout.InfiniteTimeSpan || dueTime > LongestTimeout ? Timeout.InfiniteTimeSpan
        : dueTime < LongestDelay ? TimeSpan.Zero
        : timeout ?? Timeout.InfiniteTimeSpan,
        Timeout.InfiniteTimeSpan);
}
