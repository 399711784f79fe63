namespace Tests.Shared;

/// <summary>A clock that stands still until a test moves it, and tells which timers wait.</summary>
internal sealed class ManualTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly Lock gate = new();
    private readonly HashSet<WatchedTimer> timers = [];

    public ManualTime()
        : this(new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>The number of timers that wait; it tells a test that the code it runs has come to its wait.</summary>
    public int Waiting => Due().Count;

    /// <summary>The time at which the next timer fires; null when none waits.</summary>
    public DateTimeOffset? NextDue => Due().Min();

    /// <summary>Whether a timer fires at exactly that time.</summary>
    public bool IsDueAt(DateTimeOffset time) => Due().Contains(time);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new WatchedTimer(this);
        lock (gate)
        {
            timers.Add(timer);
        }

        timer.Start(
            fired =>
            {
                timer.Fired();
                callback(fired);
            },
            state,
            dueTime,
            period);
        return timer;
    }

    private List<DateTimeOffset?> Due()
    {
        lock (gate)
        {
            return [.. timers.Select(timer => timer.Due).Where(due => due is not null)];
        }
    }

    private sealed class WatchedTimer(ManualTime time) : ITimer
    {
        private ITimer? timer;
        private TimeSpan period;

        public DateTimeOffset? Due { get; private set; }

        public void Start(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan every)
        {
            timer = time.CreateBaseTimer(callback, state);
            Change(dueTime, every);
        }

        public bool Change(TimeSpan dueTime, TimeSpan every)
        {
            lock (time.gate)
            {
                period = every;
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : time.GetUtcNow() + dueTime;
            }

            return timer!.Change(dueTime, every);
        }

        public void Fired()
        {
            lock (time.gate)
            {
                Due = period > TimeSpan.Zero ? Due + period : null;
            }
        }

        public void Dispose()
        {
            lock (time.gate)
            {
                time.timers.Remove(this);
            }

            timer!.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private ITimer CreateBaseTimer(TimerCallback callback, object? state) =>
        base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}
