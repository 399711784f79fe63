using StatesLanguage;

namespace Tests.Shared;

/// <summary>
/// A clock that stands still while there is work, and jumps to the next timer when there is none: a wait of a year takes
/// no time, and everything happens in the order it would happen in. All work runs on the thread that calls
/// <see cref="Run{T}"/>.
/// </summary>
internal sealed class VirtualTime(DateTimeOffset start) : TimeProvider
{
    private readonly object gate = new();
    private readonly Queue<Action> work = new();
    private readonly PriorityQueue<Timer, (DateTimeOffset Due, long Order)> timers = new();
    private DateTimeOffset now = start;
    private long order;
    private int outside;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>The scheduler for <see cref="Host.Scheduler"/>.</summary>
    public TaskScheduler Scheduler => field ??= new Turns(this);

    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp() => now.Ticks;

    /// <summary>Does the work, and all that follows from it, until its task has ended.</summary>
    /// <exception cref="InvalidOperationException">Nothing is left to do, and the task has not ended.</exception>
    public T Run<T>(Func<Task<T>> begin)
    {
        var task = Task.Factory.StartNew(begin, CancellationToken.None, TaskCreationOptions.None, Scheduler).Unwrap();
        while (!task.IsCompleted)
        {
            if (Take() is { } action)
            {
                action();
            }
            else if (!Jump())
            {
                throw new InvalidOperationException("Nothing is left to do, and the work has not ended.");
            }
        }

        return task.GetAwaiter().GetResult();
    }

    /// <summary>Until the result is disposed, something outside of this time works, and the clock does not jump.</summary>
    public IDisposable Outside()
    {
        Enter(1);
        return new Visit(this);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private void Enter(int visits)
    {
        lock (gate)
        {
            outside += visits;
            Monitor.Pulse(gate);
        }
    }

    private void Post(Action action)
    {
        lock (gate)
        {
            work.Enqueue(action);
            Monitor.Pulse(gate);
        }
    }

    // Null: there is no work, and nobody outside will bring any.
    private Action? Take()
    {
        lock (gate)
        {
            while (work.Count == 0 && outside > 0)
            {
                Monitor.Wait(gate);
            }

            return work.TryDequeue(out var action) ? action : null;
        }
    }

    private bool Jump()
    {
        Timer? timer;
        lock (gate)
        {
            if (!timers.TryDequeue(out timer, out var due))
            {
                return false;
            }

            if (!timer.IsDueAt(due))
            {
                return true;
            }

            now = due.Due > now ? due.Due : now;
        }

        timer.Fire();
        return true;
    }

    private (DateTimeOffset, long) Schedule(Timer timer, TimeSpan delay)
    {
        lock (gate)
        {
            var due = (now + delay, ++order);
            timers.Enqueue(timer, due);
            return due;
        }
    }

    private sealed class Timer(VirtualTime time, Action callback) : ITimer
    {
        private (DateTimeOffset, long)? due;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            due = dueTime == Timeout.InfiniteTimeSpan ? null : time.Schedule(this, dueTime);
            return true;
        }

        public bool IsDueAt((DateTimeOffset, long) moment) => due == moment;

        public void Fire()
        {
            due = null;
            callback();
        }

        public void Dispose() => due = null;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Visit(VirtualTime time) : IDisposable
    {
        public void Dispose() => time.Enter(-1);
    }

    private sealed class Turns(VirtualTime time) : TaskScheduler
    {
        protected override void QueueTask(Task task) => time.Post(() => TryExecuteTask(task));

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

        protected override IEnumerable<Task> GetScheduledTasks() => [];
    }
}
