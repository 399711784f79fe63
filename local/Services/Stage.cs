using System.Text.Json;
using DynamoDb;
using Kinesis;
using Kinesis.Mappings;
using Lake.Athena;
using Lake.DuckDb;
using Lake.Firehose;
using Lake.Reference;
using Lake.S3;
using Local.Athena;
using Local.Dispatching;
using Local.Faults;
using Local.Firehose;
using Local.Integrations;
using Local.Lambda;
using Local.Names;
using Local.Protocol;
using Local.Redshift;
using Local.S3;
using Local.Sns;
using Local.Sqs;
using Local.StepFunctions;
using Local.Storage;
using Local.StreamMinutes;
using Pricing;
using RealTime.Tables;
using Replenishment.Dispatching;
using StatesLanguage;
using Workflow;

namespace Local.Services;

/// <summary>The services of the local stage over one data folder, each opened when it is first used.</summary>
internal sealed class Stage : IAsyncDisposable
{
    public const long Mebibyte = 1024 * 1024;

    // A dispatch is a row of the lake when the stream has taken it.
    private static readonly TimeSpan StreamLag = TimeSpan.Zero;

    private readonly DataFolder folder;
    private readonly LocalWaveLease waves = new();
    private readonly Action<string>? notice;
    private readonly Lazy<Queues> queues;
    private readonly Lazy<JournalLedger> ledger;
    private readonly Lazy<ExecutionStore> executions;
    private readonly Lazy<MapRuns> mapRuns;
    private readonly Lazy<KeptQueries> queries;
    private readonly Lazy<AthenaEngine> athena;
    private readonly Lazy<QueryProcesses?> queryProcesses;
    private readonly Lazy<KinesisService> kinesis;
    private readonly Lazy<TableStore> tables;
    private readonly Lazy<Topics> topics;
    private readonly Lazy<Activities> activities;
    private readonly Lazy<Warehouse> warehouse;

    private Stage(DataFolder folder, TimeProvider clock, Random random, FaultInjection? faults, Action<string>? notice, long scanLimit)
    {
        this.folder = folder;
        this.notice = notice;
        Faults = faults;
        Clock = clock;
        Random = random;
        Lake = new(folder.Root);
        Lake.CreateBucket(LocalNames.LakeBucket);
        queues = Opened("queues", () => Queues.Open(folder.Queues, [.. DeliveryQueues.Settings, .. AlertTopic.Queues], clock, Ids.Random), opened => opened.Recovered);
        ledger = Opened("ledger", () => JournalLedger.Open(folder.Ledger, clock), opened => opened.Recovered);
        executions = new(() => new(folder.Executions, clock, Ids.Random, notice));
        mapRuns = new(() => new(Executions));
        queries = Opened("athena", () => KeptQueries.Open(folder.Athena, clock), opened => opened.Recovered);
        kinesis = Opened("kinesis", () => KinesisService.Open(new(folder.KinesisFile, clock, Ids.Random)
        {
            Account = LocalAccount.Id,
            Region = LocalAccount.Region,
            Refuses = faults is null ? null : faults.Refuses,
        }), _ => null);
        tables = Opened("dynamodb", () => TableStore.Open(folder.TablesFile, clock, [.. TableSchema.All, PriceRow.Table]), _ => null);
        activities = new(() => new(folder.Activities, clock, notice));
        topics = new(() => new(Queues, new Dictionary<string, IReadOnlyList<Subscription>> { [AlertTopic.Name] = AlertTopic.Subscriptions }, clock, Ids.Random));
        warehouse = Opened("warehouse", () => Warehouse.Open(Lake, folder.Warehouse, clock, Ids.Random), opened => opened.Recovered);
        Dictionary<string, long> scanLimits = scanLimit == 0 ? [] : new() { [LocalNames.WorkGroup] = scanLimit };
        queryProcesses = new(() => QueryProcesses is null ? null : new(QueryProcesses, Lake, folder.Root, scanLimits, clock));
        athena = new(() => new(Lake, QueryWorker.Options(scanLimits), clock, Ids.Random, queries.Value, queryProcesses.Value));
    }

    public TimeProvider Clock { get; }

    public Random Random { get; }

    /// <summary>The faults that happen on purpose; null for none.</summary>
    public FaultInjection? Faults { get; }

    /// <summary>Has queries run in processes of their own, which can be ended; null: this one runs them. Set before the first query.</summary>
    public QueryProcessOptions? QueryProcesses { get; set; }

    public string Root => folder.Root;

    public DataFolder Folder => folder;

    public S3Folder Lake { get; }

    public Queues Queues => queues.Value;

    public ExecutionStore Executions => executions.Value;

    public MapRuns MapRuns => mapRuns.Value;

    public AthenaEngine Athena => athena.Value;

    public KinesisService Kinesis => kinesis.Value;

    /// <summary>DynamoDB's tables.</summary>
    public TableStore Tables => tables.Value;

    /// <summary>The prices of products in stores, as the function that sets prices sees the table.</summary>
    public ITable Prices => Faults?.Around(Tables.Table(PriceRow.Table), PriceRow.Table) ?? Tables.Table(PriceRow.Table);

    /// <summary>Redshift's warehouse. What it takes of the data folder is made when it is first asked for.</summary>
    public Warehouse Warehouse => warehouse.Value;

    /// <summary>SNS's topics.</summary>
    public Topics Topics => topics.Value;

    /// <summary>Step Functions' activities.</summary>
    public Activities Activities => activities.Value;

    /// <summary>The result of this process's last wave; null when none has been sent yet.</summary>
    public PassResult? LastWave { get; set; }

    /// <summary>The functions that event source mappings can call, by name; set before the stage is served.</summary>
    public Dictionary<string, IStreamFunction> StreamFunctions { get; } = [];

    /// <summary>Step Functions over the local services.</summary>
    /// <param name="between">Stands between the state machine and the services; null: nothing does.</param>
    public ExecutionService StepFunctions(Func<ITaskService, ITaskService>? between = null)
    {
        ITaskService services = Tasks();
        var tasks = Faults?.Around(services, Clock) ?? services;
        return new(Executions, between?.Invoke(tasks) ?? tasks, MapRuns, Lake, new(Lake, notice), Clock, Random);
    }

    /// <param name="faults">Stand between the stage's parts; null: nothing fails on purpose.</param>
    /// <param name="notice">Is told, in a sentence, what a crash left behind.</param>
    /// <param name="scanLimit">The bytes that a query of the product's workgroup may read; 0 for no limit.</param>
    /// <exception cref="DataFolderException">The folder cannot be used.</exception>
    /// <exception cref="DuckDbException">DuckDB's library is missing.</exception>
    public static Stage Open(
        string path,
        TimeProvider clock,
        Random random,
        FaultInjection? faults = null,
        Action<string>? notice = null,
        long scanLimit = PipelineFacts.ScanLimitMb * Mebibyte)
    {
        DuckDbDatabase.RequireLibrary();
        return new(DataFolder.Open(path), clock, random, faults, notice, scanLimit);
    }

    /// <summary>Opens what executions call, for whoever would rather not start one that fails for a file that is damaged.</summary>
    /// <exception cref="JournalException">A journal is damaged.</exception>
    /// <exception cref="DataFolderException">Something else cannot be opened.</exception>
    public void RequireServices() => _ = (Queues, Athena);

    /// <summary>The delivery stream into a table of the lake.</summary>
    public DeliveryStream Stream(string table) => new(Lake, LocalNames.LakeBucket, WorkflowFiles.Table(table), Ids.Random);

    /// <summary>The delivery streams with their buffers, and what the last process took and did not deliver.</summary>
    /// <param name="notice">Is told why a delivery fails.</param>
    public DeliveryStreams OpenStreams(Action<string> notice) => DeliveryStreams.Open(Stream, folder.Streams, Clock, notice);

    public ReferenceTable Reference(string table) => new(Lake, LocalNames.LakeBucket, WorkflowFiles.Table(table));

    /// <summary>The file that holds a table of reference data, there or not.</summary>
    public string ReferenceFile(string table) => Lake.PathOf(Reference(table).Uri);

    public JournalLedger Ledger => ledger.Value;

    /// <returns>The ways of the lake's table of distances; null: it has none, and ways are estimated.</returns>
    /// <exception cref="Workflow.Reference.ReferenceDataException">A row of it is wrong.</exception>
    public RoadTable? Roads() => RoadFile.InLake(Lake, LocalNames.LakeBucket);

    /// <param name="roads">The roads with which routes are planned; null for great circles.</param>
    public TruckPass Trucks(IRoads? roads = null)
    {
        IDispatchLedger dispatched = Ledger;
        IDispatchStream stream = new DispatchStream(Stream("dispatches"), Clock);
        return new(
            Queues,
            waves,
            new TruckDispatcher(Faults?.Around(dispatched) ?? dispatched, Faults?.Around(stream) ?? stream, roads ?? EstimatedRoads.Everywhere, StreamLag, Clock, Ledger),
            new LakeRoutes(Lake).Keep,
            Clock);
    }

    public async ValueTask DisposeAsync()
    {
        if (athena.IsValueCreated)
        {
            await athena.Value.DisposeAsync();
            await queries.Value.DisposeAsync();
            await (queryProcesses.Value?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        if (warehouse.IsValueCreated)
        {
            await warehouse.Value.DisposeAsync();
        }

        if (tables.IsValueCreated)
        {
            tables.Value.Dispose();
        }

        if (kinesis.IsValueCreated)
        {
            await kinesis.Value.DisposeAsync();
        }

        if (queues.IsValueCreated)
        {
            await queues.Value.DisposeAsync();
        }

        if (ledger.IsValueCreated)
        {
            await ledger.Value.DisposeAsync();
        }

        folder.Dispose();
    }

    // A part that cannot be opened stays so: each use of it throws the same.
    private Lazy<T> Opened<T>(string part, Func<T> open, Func<T, string?> recovered) => new(() =>
    {
        T opened;
        try
        {
            opened = open();
        }
        catch (Exception error) when (error is not (JournalException or DataFolderException or OutOfMemoryException))
        {
            var place = Path.Combine(folder.Root, part);
            throw new DataFolderException(
                error.Message.Contains(place, StringComparison.Ordinal)
                    ? error.Message
                    : $"'{place}' cannot be opened: {error.Message.TrimEnd('.')}. Restore it from a copy, or move it away to start without what it holds.",
                error);
        }

        if (recovered(opened) is { } sentence)
        {
            notice?.Invoke(sentence);
        }

        return opened;
    });

    private LocalTasks Tasks()
    {
        var s3 = new S3Integration(Lake);
        var sqs = new SqsApi(() => Queues);
        var lambda = new LambdaIntegration(new Dictionary<string, LambdaCode>
        {
            [LocalNames.PricePlanFunctionArn] = new PricePlanCode(() => Prices).PlanPricesAsync,
            [LocalNames.StorePlanningFunctionArn] = StorePlanningCode.PlanStoresAsync,
        });
        var integrations = new Dictionary<string, Integration>
        {
            ["athena:startQueryExecution.sync"] = new AthenaIntegration(() => Athena).StartQueryExecutionAsync,
            ["aws-sdk:s3:listObjectsV2"] = s3.ListObjectsAsync,
            ["aws-sdk:s3:putObject"] = s3.PutObjectAsync,
            ["aws-sdk:sfn:describeMapRun"] = MapRuns.DescribeAsync,
            ["lambda:invoke"] = lambda.InvokeAsync,
            ["sqs:sendMessage"] = SqsIntegration.SendMessage(sqs, waits: false),
            ["sqs:sendMessage.waitForTaskToken"] = SqsIntegration.SendMessage(sqs, waits: true),
        };
        foreach (var operation in sqs.Operations)
        {
            integrations[$"aws-sdk:sqs:{JsonNamingPolicy.CamelCase.ConvertName(operation)}"] = SqsIntegration.Of(sqs, operation);
        }

        foreach (var (operation, integration) in RedshiftDataIntegration.All(new(() => Warehouse)))
        {
            integrations[$"aws-sdk:redshiftdata:{operation}"] = integration;
        }

        return new(integrations, new(sqs), lambda.CallAsync, (call, cancellation) => Activities.RunAsync(call, cancellation));
    }
}
