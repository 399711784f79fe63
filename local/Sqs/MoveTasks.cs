using System.Text.Json;
using JsonValues;

namespace Local.Sqs;

/// <summary>A task that moves the messages of a dead-letter queue.</summary>
/// <param name="Id">Tells it from all others.</param>
/// <param name="Source">The dead-letter queue.</param>
/// <param name="Destination">The queue to which messages go; null for the queues that gave them up.</param>
/// <param name="PerSecond">The number of messages moved in a second at most; null when all are moved at once.</param>
/// <param name="StartedAt">The time at which the task was started.</param>
/// <param name="ToMove">The number of messages at that time.</param>
internal sealed record MoveTask(string Id, Queue Source, Queue? Destination, int? PerSecond, DateTimeOffset StartedAt, int ToMove)
{
    /// <summary>The handle by which clients name the task: JSON in base64, as on AWS.</summary>
    public string Handle => Convert.ToBase64String(
        JsonObject.Of(("taskId", Id), ("sourceArn", QueueAddress.Arn(Source.Name))).ToUtf8());

    public CancellationTokenSource Cancellation { get; } = new();

    /// <summary><c>RUNNING</c>, <c>COMPLETED</c>, <c>CANCELLED</c> or <c>FAILED</c>.</summary>
    public string Status { get; set; } = "RUNNING";

    public string? FailureReason { get; set; }

    public int Moved { get; set; }
}

/// <summary>The move tasks of a process: the end of the process ends them, and what they did not move stays where it is.</summary>
internal sealed class MoveTasks(Queues queues, TimeProvider clock, Func<string> newId)
{
    public const int MostPerSecond = 500;

    // The number of tasks of a queue that AWS keeps.
    private const int KeptPerQueue = 10;

    private readonly Lock gate = new();
    private readonly List<MoveTask> tasks = [];

    /// <summary>Starts one; without a rate it has ended when this answers.</summary>
    /// <exception cref="SqsException">The source is no dead-letter queue, or has a task already.</exception>
    public async Task<MoveTask> StartAsync(Queue source, Queue? destination, int? perSecond)
    {
        if (!queues.All.Any(queue => queue.Settings.Redrive?.DeadLetterQueue == source.Name))
        {
            throw new SqsException("InvalidParameterValue", "Source queue must be configured as a Dead Letter Queue.");
        }

        if (perSecond is < 1 or > MostPerSecond)
        {
            throw SqsException.InvalidValue(
                perSecond.Value, "MaxNumberOfMessagesPerSecond", $"Must be between 1 and {MostPerSecond}, if provided.");
        }

        // AWS documents no check, but such a task would receive its own messages for ever.
        if (destination == source)
        {
            throw new SqsException("InvalidParameterValue", "The source and the destination of a message move task must differ.");
        }

        MoveTask task;
        lock (gate)
        {
            if (tasks.Any(other => other.Source == source && other.Status == "RUNNING"))
            {
                throw new SqsException(
                    "InvalidParameterValue",
                    "There is already a task running. Only one active task is allowed for a source queue arn at a given time.");
            }

            task = new(newId(), source, destination, perSecond, clock.GetUtcNow(), source.Peek().Count);
            tasks.Insert(0, task);
            foreach (var old in tasks.Where(other => other.Source == source).Skip(KeptPerQueue).ToList())
            {
                tasks.Remove(old);
            }
        }

        var run = RunAsync(task);
        if (perSecond is null)
        {
            await run;
        }

        return task;
    }

    /// <summary>The tasks of a dead-letter queue, the latest first.</summary>
    public IReadOnlyList<MoveTask> Of(Queue source)
    {
        lock (gate)
        {
            return [.. tasks.Where(task => task.Source == source)];
        }
    }

    /// <summary>Ends one that runs; what it moved stays moved.</summary>
    /// <exception cref="SqsException">The handle is none, or its task has ended or is none.</exception>
    public MoveTask Cancel(string handle)
    {
        var (id, source) = Read(handle);
        if (!queues.All.Any(queue => QueueAddress.Arn(queue.Name) == source))
        {
            throw SqsException.NoResource("The resource that you specified for the SourceArn parameter doesn't exist.");
        }

        lock (gate)
        {
            var task = tasks.FirstOrDefault(task => task.Id == id) ?? throw SqsException.NoResource("Task does not exist.");

            // AWS's text for a task that has ended is not documented.
            if (task.Status != "RUNNING")
            {
                throw new SqsException("UnsupportedOperation", "Only active tasks can be cancelled.");
            }

            task.Status = "CANCELLED";
            task.Cancellation.Cancel();
            return task;
        }
    }

    /// <summary>Ends them all.</summary>
    public void End()
    {
        lock (gate)
        {
            foreach (var task in tasks.Where(task => task.Status == "RUNNING"))
            {
                task.Status = "CANCELLED";
                task.Cancellation.Cancel();
            }
        }
    }

    private async Task RunAsync(MoveTask task)
    {
        while (task.Status == "RUNNING")
        {
            var moved = await queues.MoveAsync(task.Source, task.Destination, task.PerSecond ?? int.MaxValue);
            lock (gate)
            {
                task.Moved += moved;
                if (moved < (task.PerSecond ?? int.MaxValue) && task.Status == "RUNNING")
                {
                    // A message that was sent to the dead-letter queue itself came from nowhere.
                    var left = task.Destination is null && task.Source.Peek().Any(message => message.DeadLetterSource is null);
                    (task.Status, task.FailureReason) = left ? ("FAILED", "CouldNotDetermineMessageSource") : ("COMPLETED", null);
                }
            }

            if (task.Status == "RUNNING")
            {
                await Task.Delay(TimeSpan.FromSeconds(1), clock, task.Cancellation.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static (string Id, string Source) Read(string handle)
    {
        try
        {
            if (Json.Parse(Convert.FromBase64String(handle)) is JsonObject task && task["taskId"] is JsonString id && task["sourceArn"] is JsonString source)
            {
                return (id.Value, source.Value);
            }
        }
        catch (Exception error) when (error is FormatException or JsonException)
        {
            // A text that is not base64 or not JSON is not a handle.
        }

        throw new SqsException("InvalidParameterValue", "Value for parameter TaskHandle is invalid.");
    }
}
