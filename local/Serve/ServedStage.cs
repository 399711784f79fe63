using DynamoDb;
using Kafka;
using Kinesis.Mappings;
using Local.Dispatching;
using Local.Firehose;
using Local.Protocol;
using Local.Serve.Http;
using Local.Serve.Live;
using Local.Serve.Operations;
using Local.Services;
using Local.Simulating;
using Local.Sqs;
using Local.StepFunctions;
using Local.Storage;
using Local.StreamMinutes;

namespace Local.Serve;

/// <summary>The stage as a server has it: everything that goes on between requests, and the operations on it.</summary>
internal sealed class ServedStage : IAsyncDisposable
{
    private readonly DeliveryStreams streams;
    private readonly ExecutionService stepFunctions;
    private readonly RunningExecutions running;
    private readonly Lazy<StreamPipeline> pipeline;
    private readonly Action<string> notice;
    private readonly Stage stage;
    private WaveStarts? trucks;
    private QueueDepths? depths;
    private LiveProducers? producers;
    private KafkaTelemetry? kafka;
    private EventSearch? search;

    /// <param name="stage">The data folder's services.</param>
    /// <param name="limits">The limits of the work that is taken on at once.</param>
    /// <param name="notice">Is told what whoever started the server should know.</param>
    /// <param name="queueUrl">The URL of the queue of a name, at this server.</param>
    public ServedStage(Stage stage, ServeLimits limits, Action<string> notice, Func<string, string> queueUrl)
    {
        (this.stage, this.notice) = (stage, notice);
        streams = stage.OpenStreams(notice);
        pipeline = new(() => new(stage, streams, notice) { Search = search });
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
            new(stage.Activities),
            new(machines, stage.Activities),
            new(stepFunctions, stage.Clock, NewId),
            new(streams, stage.Clock, NewId),
            new(() => stage.Athena, stage.Lake, streams),
            new(() => stage.Warehouse),
            new TableOperations(() => stage.Tables, table => LocalAccount.Arn("dynamodb", $"table/{table}")),
            new SqsApi(() => stage.Queues, queueUrl));
        Operations = stage.Faults is { } faults ? new FaultyRequests(faults.Decisions).Around(operations) : operations;
    }

    /// <exception cref="DataFolderException">The streams cannot be opened.</exception>
    public EventSourceMappings Mappings => pipeline.Value.Mappings;

    public LiveFeed Feed { get; } = new();

    /// <summary>The progress in the topics of a Kafka cluster; empty when no cluster is named.</summary>
    public async Task<IReadOnlyList<TopicProgress>> TopicsAsync(CancellationToken cancellation) =>
        kafka is null ? [] : await kafka.ProgressAsync(cancellation);

    public IReadOnlyDictionary<string, Operation> Operations { get; }

    public Func<string> NewId { get; } = Ids.Random;

    /// <summary>Sends trucks out with what waits now, also where none are sent without being asked.</summary>
    /// <returns>What came of it, also where something failed.</returns>
    /// <exception cref="DataFolderException">The queues or the ledger cannot be opened.</exception>
    /// <exception cref="JournalException">One of them is damaged.</exception>
    public Task<PassResult> SendWaveAsync(CancellationToken cancellation)
    {
        // A part that could not be opened says why each time.
        _ = (stage.Queues, stage.Ledger);
        return (trucks ?? throw new DataFolderException("The server is starting. Try again in a moment.")).SendAsync(cancellation);
    }

    /// <summary>
    /// Goes on with what the last process left behind, and dispatches trucks where asked. A part that cannot be opened is told of
    /// and left out: whoever asks it for something is refused with the same sentence.
    /// </summary>
    /// <exception cref="KafkaException">The Kafka cluster that is asked for cannot be used.</exception>
    public async Task StartAsync(ServeOptions options)
    {
        search = options.Search;
        var hasQueues = Opens("The queues, and the trucks with them,", () => stage.Queues);
        if (hasQueues)
        {
            depths = new(stage.Queues, Feed, stage.Clock);
            depths.Start();
        }

        if (Opens("The dispatches, and the trucks with them,", () => stage.Ledger) && hasQueues)
        {
            trucks = new(
                stage.Queues.Get(DeliveryQueues.Deliveries),
                () => stage.Trucks(options.Roads),
                stage.Clock,
                pass => Dispatched(pass, options.Roads?.Missing),
                notice);
            if (options.RunsTrucks)
            {
                trucks.Start();
            }
        }

        Opens("Athena's queries", () => stage.Athena);
        Opens("DynamoDB's tables", () => stage.Tables);
        running.ResumeInterrupted();
        if (Opens("Kinesis' streams and the mappings on them", () => Mappings))
        {
            stage.Kinesis.IsUnlimited = options.IsUnlimited;
            pipeline.Value.Start();
            IStreams streams = new KinesisStreams(stage);
            if (options.Kafka is { } cluster)
            {
                streams = kafka = await KafkaTelemetry.StartAsync(cluster, pipeline.Value, streams, stage.Clock, notice);
            }

            if (options.LiveSpeed is { } speed)
            {
                producers = new(stage, streams, options.Roads, speed, notice);
                producers.Start();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (producers is not null)
        {
            await producers.DisposeAsync();
        }

        if (kafka is not null)
        {
            await kafka.DisposeAsync();
        }

        if (pipeline.IsValueCreated)
        {
            await pipeline.Value.DisposeAsync();
        }

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

    private void Dispatched(PassResult pass, string? missing)
    {
        if (missing is not null)
        {
            notice(missing);
        }

        stage.LastWave = pass;
        Feed.Publish(LiveEvents.Of(pass));
        producers?.Dispatched(pass);
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
}
