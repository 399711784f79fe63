using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DynamoDb;
using Kinesis.Mappings;
using Local.Dispatching;
using Local.Firehose;
using Local.Lambda;
using Local.Serve.Live;
using Local.Services;
using Local.Sqs;
using Local.StepFunctions;
using Local.Names;
using Local.Storage;
using Local.StreamMinutes;
using RealTime.Alerts;
using RealTime.Detection;
using Workflow;

namespace Local.Serve;

/// <summary>The stage as a server has it: everything that goes on between requests, and the operations on it.</summary>
internal sealed class ServedStage : IAsyncDisposable
{
    private readonly DeliveryStreams streams;
    private readonly ExecutionService stepFunctions;
    private readonly RunningExecutions running;
    private readonly Lazy<EventSourceMappings> mappings;
    private readonly Action<string> notice;
    private readonly Stage stage;
    private readonly CancellationTokenSource stopping = new();
    private TruckMapping? trucks;
    private QueueDepths? depths;
    private Task polling = Task.CompletedTask;

    /// <param name="stage">The data folder's services.</param>
    /// <param name="limits">What is taken on at once.</param>
    /// <param name="notice">Told what whoever started the server should know.</param>
    /// <param name="queueUrl">Of the queue of a name, at this server.</param>
    public ServedStage(Stage stage, ServeLimits limits, Action<string> notice, Func<string, string> queueUrl)
    {
        (this.stage, this.notice) = (stage, notice);
        streams = stage.OpenStreams(notice);
        mappings = new(() => new(
            stage.Kinesis, stage.StreamFunctions, new FailureDestinations(() => stage.Queues, () => stage.Topics, stage.Lake), notice));
        stepFunctions = stage.StepFunctions(tasks => new DeliveringTasks(tasks, streams));
        running = new(
            stage.Executions,
            stepFunctions,
            limits.RunningExecutions,
            stage.Clock,
            NewId,
            arn => new LiveHistory(Feed, arn),
            execution => Feed.Publish(LiveEvents.Of(execution)),
            notice);

        var machines = new StateMachines(stage.Folder.StateMachines, stage.Clock, NewId, notice);
        var mapRuns = new MapRunOperations(stage.Executions, stage.MapRuns);
        var operations = OperationTable.Of(
            new(machines, stage.Clock),
            new(machines, running, stage.Executions, mapRuns, stage.Clock),
            mapRuns,
            new(stepFunctions.Tokens),
            new(streams, stage.Clock, NewId),
            new(() => stage.Athena, stage.Lake, streams),
            new TableOperations(() => stage.Tables),
            new SqsApi(() => stage.Queues, NewId, queueUrl));
        Operations = stage.Faults is { } faults ? new FaultyRequests(faults.Dice).Around(operations) : operations;
    }

    /// <exception cref="DataFolderException">The streams cannot be opened.</exception>
    public EventSourceMappings Mappings => mappings.Value;

    public LiveFeed Feed { get; } = new();

    public IReadOnlyDictionary<string, Operation> Operations { get; }

    public Func<string> NewId { get; } = Ids.Random;

    /// <summary>
    /// Goes on with what the last process left behind, and dispatches trucks where asked. A part that cannot be opened is told of
    /// and left out: whoever asks it for something is refused with the same sentence.
    /// </summary>
    public void Start(ServeOptions options)
    {
        var hasQueues = Opens("The queues, and the trucks with them,", () => stage.Queues);
        if (hasQueues)
        {
            depths = new(stage.Queues, Feed, stage.Clock);
            depths.Start();
        }

        if (Opens("The dispatches, and the trucks with them,", () => stage.Ledger) && hasQueues && options.RunsTrucks)
        {
            trucks = new(
                stage.Queues.Get(DeliveryQueues.Deliveries), stage.Trucks, stage.Clock, pass => Feed.Publish(LiveEvents.Of(pass)), notice);
            trucks.Start();
        }

        Opens("Athena's queries", () => stage.Athena);
        Opens("DynamoDB's tables", () => stage.Tables);
        running.ResumeInterrupted();
        if (Opens("Kinesis' streams and the mappings on them", () => Mappings))
        {
            stage.Kinesis.IsUnlimited = options.IsUnlimited;
            polling = PollAsync(Functions());
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await polling;
        if (mappings.IsValueCreated)
        {
            await Mappings.DisposeAsync();
        }

        stopping.Dispose();
        running.Suspend();
        if (trucks is not null)
        {
            await trucks.DisposeAsync();
        }

        if (depths is not null)
        {
            await depths.DisposeAsync();
        }

        stepFunctions.Dispose();
        await streams.DisposeAsync();
    }

    private bool Opens(string what, Func<object> open)
    {
        try
        {
            open();
            return true;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            notice($"{what} are left out: {error.Message}");
            return false;
        }
    }

    // Null: nothing counts, because there are no tables or queues to count into.
    private StreamMinutesFunctions? Functions()
    {
        StreamMinutesFunctions? functions = null;
        Opens("The functions on the streams", () => functions = new(stage.Tables, stage.Lake, stage.Topics, stage.Clock, Tell));
        if (functions is not null)
        {
            stage.StreamFunctions[CountEvents.Name] = functions.Count;
        }

        return functions;
    }

    // The fleet hears of everything; a driver's copy would say it twice.
    private void Tell(AlertChange change, Audience audience)
    {
        if (audience == Audience.Fleet)
        {
            notice(change.IsCleared
                ? $"Cleared: {change.Kind} of {change.Key}, open since {change.OpenedAt:HH:mm} UTC."
                : string.Create(CultureInfo.InvariantCulture, $"Alert: {change.Kind} of {change.Key} at {change.OpenedAt:HH:mm} UTC, value {change.Value:0.#}."));
        }
    }

    private async Task PollAsync(StreamMinutesFunctions? functions)
    {
        foreach (var (name, stream) in WorkflowFiles.Streams)
        {
            await stage.Kinesis.EnsureStreamAsync(name, stream.Shards, stream.RetentionHours);
        }

        var following = Task.WhenAll(WorkflowFiles.Streams.Select(stream => FollowAsync(stream.Key, stream.Value, functions)));
        var silence = functions is null
            ? Task.CompletedTask
            : new SilenceSchedule(functions.Silence, stage.Clock, notice).RunAsync(stopping.Token);
        await Mappings.RunAsync(stopping.Token);
        await Task.WhenAll(following, silence).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // Each stream by itself: what is wrong with one leaves the other.
    private async Task FollowAsync(string name, StreamOptions stream, StreamMinutesFunctions? functions)
    {
        try
        {
            Mappings.Follow($"firehose-{name}", name, new StreamArchive(streams.Get(name), stage.Clock), StreamArchive.BatchSize);
            if (functions is not null)
            {
                await Mappings.EnsureAsync(CountEvents.Name, name, MappingTo(name, stream));
            }
        }
        catch (Exception error) when (!stopping.IsCancellationRequested)
        {
            notice($"The events of the stream {name} are not counted: {error.Message}");
        }
    }

    // As the stack makes it on AWS.
    private JsonElement MappingTo(string name, StreamOptions stream) => JsonSerializer.SerializeToElement(new JsonObject
    {
        ["FunctionName"] = CountEvents.Name,
        ["EventSourceArn"] = stage.Kinesis.Options.StreamArn(name),
        ["StartingPosition"] = "TRIM_HORIZON",
        ["BatchSize"] = stream.BatchSize,
        ["MaximumBatchingWindowInSeconds"] = stream.BatchingWindowSeconds,
        ["MaximumRetryAttempts"] = stream.RetryAttempts,
        ["MaximumRecordAgeInSeconds"] = stream.MaximumRecordAgeSeconds,
        ["BisectBatchOnFunctionError"] = true,
        ["FunctionResponseTypes"] = new JsonArray("ReportBatchItemFailures"),
        ["DestinationConfig"] = new JsonObject
        {
            ["OnFailure"] = new JsonObject { ["Destination"] = $"arn:aws:s3:::{LocalNames.LakeBucket}" },
        },
    });
}
