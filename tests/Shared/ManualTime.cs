namespace Tests.Shared;

/// <summary>A clock that stands still until a test moves it. Timers fire on the way, in order, on the test's thread.</summary>
internal sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<ManualTimer> timers = [];
    private DateTimeOffset now = start;

    public ManualTime()
        : this(new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero))
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers wait: tells a test that what it runs has come to its wait.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
            {
                return timers.Count(timer => timer.Due is not null);
            }
        }
    }

    /// <summary>When the next timer fires, if one waits.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            lock (gate)
            {
                return timers.Min(timer => timer.Due);
            }
        }
    }

    /// <summary>Whether a timer fires at that very time.</summary>
    public bool IsDueAt(DateTimeOffset time)
    {
        lock (gate)
        {
            return timers.Any(timer => timer.Due == time);
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        lock (gate)
        {
            timers.Add(timer);
        }

        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);

        DateTimeOffset end;
        lock (gate)
        {
            end = now + by;
        }

        while (TakeDue(end) is { } fire)
        {
            fire();
        }

        lock (gate)
        {
            now = end;
        }
    }

    private Action? TakeDue(DateTimeOffset end)
    {
        lock (gate)
        {
            if (timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due) is not { Due: { } due } timer)
            {
                return null;
            }

            now = due > now ? due : now;
            timer.Due = timer.Period is { } period ? due + period : null;
            return timer.Fire;
        }
    }

    private sealed class ManualTimer(ManualTime time, Action fire) : ITimer
    {
        public Action Fire { get; } = fire;

        public DateTimeOffset? Due { get; set; }

        public TimeSpan? Period { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool isDueNow;
            lock (time.gate)
            {
                isDueNow = dueTime == TimeSpan.Zero;
                Period = period > TimeSpan.Zero ? period : null;
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : isDueNow ? Period is null ? null : time.now + Period : time.now + dueTime;
            }

            if (isDueNow)
            {
                Fire();
            }

            return true;
        }

        public void Dispose()
        {
            lock (time.gate)
            {
                time.timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
