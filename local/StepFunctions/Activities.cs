using System.Text.Json;
using System.Text.Json.Serialization;
using JsonValues;
using Local.Protocol;
using Local.Storage;
using StatesLanguage;

namespace Local.StepFunctions;

/// <summary>An activity as DescribeActivity shows it.</summary>
internal sealed record ActivityRecord(string Name, DateTimeOffset CreationDate)
{
    public IReadOnlyList<Tag> Tags { get; init; } = [];

    [JsonIgnore]
    public string Arn => StatesArn.Activity(Name);
}

/// <summary>
/// The activities, a file each in the data folder, and the tasks that wait for a worker to take them. A task that was under way
/// when the program ended is offered again, under another token, when its execution goes on. Thread-safe.
/// </summary>
internal sealed class Activities
{
    /// <summary>The longest time for which GetActivityTask waits for a task.</summary>
    /// <remarks>https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetActivityTask.html</remarks>
    public static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(60);

    private readonly string folder;
    private readonly TimeProvider clock;
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, ActivityRecord> activities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LinkedList<OfferedTask>> offered = [];
    private TaskCompletionSource arrival = NewArrival();

    /// <param name="folder">A file for each.</param>
    /// <param name="notice">Is told, in a sentence, which file cannot be read. Its activity is left out, and its name stays taken.</param>
    public Activities(string folder, TimeProvider clock, Action<string>? notice)
    {
        (this.folder, this.clock) = (folder, clock);
        foreach (var file in Directory.EnumerateFiles(folder, "*.json"))
        {
            try
            {
                var activity = JsonSerializer.Deserialize<ActivityRecord>(File.ReadAllBytes(file), JsonSerializerOptions.Web);
                activities[activity?.Name ?? throw new JsonException("It names no activity.")] = activity;
            }
            catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
            {
                notice?.Invoke($"An activity is left out: '{file}' cannot be read: {error.Message.TrimEnd('.')}. Restore it from a copy, or delete it to forget the activity.");
            }
        }
    }

    /// <summary>The activities, by name.</summary>
    public IReadOnlyList<ActivityRecord> All
    {
        get
        {
            lock (gate)
            {
                return [.. activities.Values];
            }
        }
    }

    /// <returns>The activity; the one that is there with its own tags, where it is there.</returns>
    /// <exception cref="ExecutionException">The name is not valid.</exception>
    public ActivityRecord Create(string name, IReadOnlyList<Tag> tags)
    {
        ExecutionName.Check(name);
        lock (gate)
        {
            if (activities.TryGetValue(name, out var existing))
            {
                return existing;
            }

            return Put(new(name, clock.GetUtcNow()) { Tags = tags });
        }
    }

    /// <exception cref="AwsException">There is none of that ARN.</exception>
    public ActivityRecord Get(string arn)
    {
        StatesArn.Check(arn);
        return Find(arn) ?? throw new AwsException("ActivityDoesNotExist", $"Activity Does Not Exist: '{arn}'");
    }

    /// <returns>Null where there is none of that ARN.</returns>
    public ActivityRecord? Find(string arn)
    {
        lock (gate)
        {
            return activities.Values.FirstOrDefault(activity => activity.Arn == arn);
        }
    }

    /// <returns>Whether there is an activity of that ARN.</returns>
    public bool ChangeTags(string arn, Func<IReadOnlyList<Tag>, IReadOnlyList<Tag>> change)
    {
        lock (gate)
        {
            if (Find(arn) is not { } activity)
            {
                return false;
            }

            Put(activity with { Tags = change(activity.Tags) });
            return true;
        }
    }

    /// <summary>Forgets it; one that is not there is no error. Tasks that wait for a worker wait on, until they time out.</summary>
    public void Delete(string arn)
    {
        StatesArn.Check(arn);
        lock (gate)
        {
            if (Find(arn) is { } activity)
            {
                File.Delete(PathOf(activity.Name));
                activities.Remove(activity.Name);
            }
        }
    }

    /// <summary>Offers a task to workers until one takes it.</summary>
    /// <returns>The outcome that a worker took the task, which then ends by its token.</returns>
    public async Task<TaskOutcome> RunAsync(TaskCall call, CancellationToken cancellation)
    {
        var arn = call.Resource.Arn;
        var task = new OfferedTask(call.TaskToken!, call.Parameters.ToString());
        lock (gate)
        {
            if (Find(arn) is null)
            {
                return new TaskOutcome.Failed(new(StatesError.Runtime, $"Activity Does Not Exist: '{arn}'"));
            }

            if (!offered.TryGetValue(arn, out var tasks))
            {
                offered[arn] = tasks = [];
            }

            tasks.AddLast(task);
            arrival.SetResult();
            arrival = NewArrival();
        }

        try
        {
            var worker = await task.Taken.Task.WaitAsync(cancellation);
            return new TaskOutcome.Submitted(worker is null ? Json.Null : Json.Of(worker), Completion: null);
        }
        finally
        {
            lock (gate)
            {
                offered[arn].Remove(task);
            }
        }
    }

    /// <summary>Takes the oldest task of an activity, waiting for one.</summary>
    /// <param name="worker">The worker's name, for the history.</param>
    /// <returns>Null where none came within a minute.</returns>
    /// <exception cref="AwsException">There is no such activity.</exception>
    public async Task<OfferedTask?> TakeAsync(string arn, string? worker, CancellationToken cancellation)
    {
        var deadline = clock.GetUtcNow() + LongestPoll;
        while (true)
        {
            Task arrived;
            lock (gate)
            {
                Get(arn);
                arrived = arrival.Task;
                for (var next = offered.GetValueOrDefault(arn)?.First; next is not null; next = offered[arn].First)
                {
                    offered[arn].Remove(next);
                    if (next.Value.Taken.TrySetResult(worker))
                    {
                        return next.Value;
                    }
                }
            }

            var patience = deadline - clock.GetUtcNow();
            if (patience <= TimeSpan.Zero)
            {
                return null;
            }

            await arrived.WaitAsync(patience, clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private static TaskCompletionSource NewArrival() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ActivityRecord Put(ActivityRecord activity)
    {
        AtomicFile.Write(PathOf(activity.Name), JsonSerializer.SerializeToUtf8Bytes(activity, JsonSerializerOptions.Web));
        return activities[activity.Name] = activity;
    }

    private string PathOf(string name) => Path.Combine(folder, $"{ExecutionName.Folder(name)}.json");

    /// <summary>A task that waits for a worker.</summary>
    internal sealed record OfferedTask(string Token, string Input)
    {
        /// <summary>Completes with the name of the worker that took it.</summary>
        public TaskCompletionSource<string?> Taken { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
