using Lake.Athena;
using Lake.Firehose;
using Lake.Reference;
using Lake.S3;
using Local.Dispatching;
using Local.Executions;
using Local.Services;
using Local.Sqs;
using Local.Storage;
using Replenishment.Dispatching;
using Workflow;

namespace Local;

/// <summary>The services of the local stage over one data folder, each opened when it is first used.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly DataFolder folder;
    private readonly Lazy<Queues> queues;
    private readonly Lazy<JournalLedger> ledger;
    private readonly Lazy<ExecutionStore> executions;
    private readonly Lazy<AthenaEngine> athena;

    private Stage(DataFolder folder, TimeProvider clock, Random random)
    {
        this.folder = folder;
        Clock = clock;
        Random = random;
        Lake = new(folder.Root);
        queues = new(() => Queues.Open(folder.Queues, DeliveryQueues.Settings, clock, NewId));
        ledger = new(() => JournalLedger.Open(folder.Ledger, clock));
        executions = new(() => new(folder.Executions, clock, NewId));
        athena = new(() => new(Lake, new(LocalNames.LakeBucket, LocalNames.Database, WorkflowFiles.Tables), clock, NewId));
    }

    public TimeProvider Clock { get; }

    public Random Random { get; }

    public string Root => folder.Root;

    public S3Folder Lake { get; }

    public Queues Queues => queues.Value;

    public ExecutionStore Executions => executions.Value;

    public AthenaEngine Athena => athena.Value;

    public StepFunctions StepFunctions
    {
        get
        {
            var mapRuns = new MapRuns();
            return new(Executions, Tasks(mapRuns), mapRuns, Lake, Clock, Random);
        }
    }

    /// <exception cref="DataFolderException">The folder cannot be used.</exception>
    public static Stage Open(string path, TimeProvider clock, Random random) => new(DataFolder.Open(path), clock, random);

    /// <summary>The delivery stream into a table of the lake.</summary>
    public DeliveryStream Stream(string table) => new(Lake, LocalNames.LakeBucket, Table(table), NewId);

    public ReferenceTable Reference(string table) => new(Lake, LocalNames.LakeBucket, Table(table));

    public TruckPass Trucks() => new(Queues, new TruckDispatcher(ledger.Value, new DispatchStream(Stream("dispatches"), Clock), Clock));

    /// <summary>A version 4 UUID out of the stage's randomness.</summary>
    public string NewId()
    {
        var bytes = new byte[16];
        lock (Random)
        {
            Random.NextBytes(bytes);
        }

        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    public async ValueTask DisposeAsync()
    {
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

    private static TableDefinition Table(string name) => WorkflowFiles.Tables.Single(table => table.Name == name);

    private LocalTasks Tasks(MapRuns mapRuns) => new(new Dictionary<string, Integration>
    {
        ["athena:startQueryExecution.sync"] = new AthenaIntegration(Athena).StartQueryExecutionAsync,
        ["aws-sdk:s3:listObjectsV2"] = new S3Integration(Lake).ListObjectsAsync,
        ["aws-sdk:sfn:describeMapRun"] = mapRuns.DescribeAsync,
        ["aws-sdk:sqs:sendMessageBatch"] = SqsIntegration.Of(new(Queues, NewId), "SendMessageBatch"),
        ["lambda:invoke"] = LambdaIntegration.InvokeAsync,
    });
}
