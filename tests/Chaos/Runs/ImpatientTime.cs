namespace Chaos.Runs;

/// <summary>
/// A clock on which the delays of retries pass at once and the timeouts of calls soon; those of queries and executions
/// never do.
/// </summary>
internal sealed class ImpatientTime : TimeProvider
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(2);

    // A busy machine shall not make an honest call late.
    private static readonly TimeSpan SoonEnough = TimeSpan.FromSeconds(3);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(
        callback,
        state,
        dueTime == Timeout.InfiniteTimeSpan || dueTime > LongestTimeout ? Timeout.InfiniteTimeSpan
        : dueTime < LongestDelay ? TimeSpan.Zero
        : SoonEnough,
        Timeout.InfiniteTimeSpan);
}
