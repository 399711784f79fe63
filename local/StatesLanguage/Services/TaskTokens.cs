using System.Collections.Concurrent;

namespace StatesLanguage;

/// <summary>The tasks that wait for somebody outside: SendTaskSuccess, SendTaskFailure, SendTaskHeartbeat.</summary>
public sealed class TaskTokens
{
    private readonly ConcurrentDictionary<string, WaitingTask> waiting = new();

    /// <summary>Ends a task with an output; false where no task waits with this token.</summary>
    public bool Succeed(string token, Json output) => Complete(token, new TaskOutcome.Succeeded(output));

    /// <summary>Ends a task with an error; false where no task waits with this token.</summary>
    public bool Fail(string token, StatesError error) => Complete(token, new TaskOutcome.Failed(error));

    /// <summary>Starts a task's heartbeat interval again; false where no task waits with this token.</summary>
    public bool Heartbeat(string token)
    {
        var found = waiting.TryGetValue(token, out var task);
        task?.Beat();
        return found;
    }

    internal WaitingTask Open(string token, TimeSpan? heartbeat, TimeProvider clock)
    {
        var task = new WaitingTask(heartbeat, clock);
        waiting[token] = task;
        return task;
    }

    internal void Close(string token)
    {
        if (waiting.TryRemove(token, out var task))
        {
            task.Dispose();
        }
    }

    private bool Complete(string token, TaskOutcome outcome) =>
        waiting.TryRemove(token, out var task) && task.Complete(outcome);
}

/// <summary>A task that ends when its token comes back, or when a heartbeat does not.</summary>
internal sealed class WaitingTask : IDisposable
{
    private readonly TaskCompletionSource<TaskOutcome> completion = new();
    private readonly TimeProvider clock;
    private ITimer? timer;
    private TimeSpan heartbeat;

    public WaitingTask(TimeSpan? heartbeat, TimeProvider clock)
    {
        this.clock = clock;
        Expect(heartbeat);
    }

    private static TaskOutcome Missed { get; } =
        new TaskOutcome.Failed(new StatesError(StatesError.Timeout, null) { MissedHeartbeat = true });

    public Task<TaskOutcome> WaitAsync(CancellationToken cancellation) => completion.Task.WaitAsync(cancellation);

    public bool Complete(TaskOutcome outcome) => completion.TrySetResult(outcome);

    /// <summary>Expects a heartbeat within the interval from now on; null when none is expected.</summary>
    public void Expect(TimeSpan? interval)
    {
        if (interval is { } expected)
        {
            heartbeat = expected;
            timer = clock.CreateTimer(_ => Complete(Missed), null, expected, Timeout.InfiniteTimeSpan);
        }
    }

    public void Beat() => timer?.Change(heartbeat, Timeout.InfiniteTimeSpan);

    public void Dispose() => timer?.Dispose();
}
