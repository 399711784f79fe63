namespace AwsFakes;

/// <summary>A clock that stands still: no wait ends.</summary>
public sealed class StillClock : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => InstantClock.Start;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Never();

    private sealed class Never : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
