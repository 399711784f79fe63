using DynamoDb;
using Kinesis.Mappings;
using Local.Dispatching;
using Local.Firehose;
using Local.Lambda;
using Local.Serve.Live;
using Local.Services;
using Local.Sqs;
using Local.StepFunctions;
using Local.Storage;
using Workflow;

namespace Local.Serve;

/// <summary>The stage as a server has it: everything that goes on between requests, and the operations on it.</summary>
internal sealed class ServedStage : IAsyncDisposable
{
    private readonly DeliveryStreams streams;
    private readonly ExecutionService stepFunctions;
    private readonly RunningExecutions running;
    private readonly TruckMapping trucks;
    private readonly QueueDepths depths;
    private readonly Stage stage;
    private readonly CancellationTokenSource stopping = new();
    private Task polling = Task.CompletedTask;

    /// <param name="stage">The data folder's services.</param>
    /// <param name="limits">What is taken on at once.</param>
    /// <param name="notice">Told what whoever started the server should know.</param>
    /// <param name="queueUrl">Of the queue of a name, at this server.</param>
    public ServedStage(Stage stage, ServeLimits limits, Action<string> notice, Func<string, string> queueUrl)
    {
        this.stage = stage;
        streams = stage.OpenStreams(notice);
        Mappings = new(stage.Kinesis, stage.StreamFunctions, new FailureDestinations(stage.Queues, stage.Topics, stage.Lake), notice);
        stepFunctions = stage.StepFunctions(tasks => new DeliveringTasks(tasks, streams));
        trucks = new(
            stage.Queues.Get(DeliveryQueues.Deliveries), stage.Trucks, stage.Clock, pass => Feed.Publish(LiveEvents.Of(pass)), notice);
        depths = new(stage.Queues, Feed, stage.Clock);
        running = new(
            stage.Executions,
            stepFunctions,
            limits.RunningExecutions,
            stage.Clock,
            NewId,
            arn => new LiveHistory(Feed, arn),
            execution => Feed.Publish(LiveEvents.Of(execution)),
            notice);

        var machines = new StateMachines(stage.Folder.StateMachines, stage.Clock, NewId);
        var mapRuns = new MapRunOperations(stage.Executions, stage.MapRuns);
        var operations = OperationTable.Of(
            new(machines, stage.Clock),
            new(machines, running, stage.Executions, mapRuns, stage.Clock),
            mapRuns,
            new(stepFunctions.Tokens),
            new(streams, stage.Clock, NewId),
            new(stage.Athena, stage.Lake, streams),
            new TableOperations(stage.Tables),
            new SqsApi(stage.Queues, NewId, queueUrl));
        Operations = stage.Faults is { } faults ? new FaultyRequests(faults.Dice).Around(operations) : operations;
    }

    public EventSourceMappings Mappings { get; }

    public LiveFeed Feed { get; } = new();

    public IReadOnlyDictionary<string, Operation> Operations { get; }

    public Func<string> NewId { get; } = Ids.Random;

    /// <summary>Goes on with what the last process left behind, and dispatches trucks where asked.</summary>
    public void Start(bool runsTrucks)
    {
        depths.Start();
        if (runsTrucks)
        {
            trucks.Start();
        }

        running.ResumeInterrupted();
        polling = PollAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await polling;
        await Mappings.DisposeAsync();
        stopping.Dispose();
        running.Suspend();
        await trucks.DisposeAsync();
        await depths.DisposeAsync();
        stepFunctions.Dispose();
        await streams.DisposeAsync();
    }

    private async Task PollAsync()
    {
        foreach (var (name, stream) in WorkflowFiles.Streams)
        {
            await stage.Kinesis.EnsureStreamAsync(name, stream.Shards, stream.RetentionHours);
        }

        await Mappings.RunAsync(stopping.Token);
    }
}
