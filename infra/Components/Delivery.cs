using Infra.Policies;
using Pulumi;
using Pulumi.Aws.DynamoDB;
using Pulumi.Aws.DynamoDB.Inputs;
using Pulumi.Aws.Kinesis;
using Pulumi.Aws.Lambda;
using Pulumi.Aws.Lambda.Inputs;
using Pulumi.Aws.Sqs;
using Workflow;

namespace Infra.Components;

/// <summary>Delivery requests on their queue, and the function that puts them on trucks.</summary>
internal sealed class Delivery : Component
{
    public const string Handler = "StoreTruck::StoreTruck.DispatchTrucks_HandleAsync_Generated::HandleAsync";

    // The more deliveries come together, the shorter the routes.
    private const int BatchSize = 100;

    private readonly Scope scope;

    public Delivery(DataLake lake, FirehoseDeliveryStream dispatches, Scope scope, Resource parent)
        : base("Delivery", "delivery", new() { Parent = parent })
    {
        this.scope = scope;

        DeadLetters = PrivateQueue.Create("dead-letters", new(Retention: PipelineFacts.DeadLetterRetention), scope, Child);
        Queue = CreateQueue();
        LetRedrive();
        Ledger = CreateLedger();
        StoreTruck = CreateFunction(lake, dispatches);
        Consume();

        RegisterOutputs();
    }

    public Queue Queue { get; }

    public Queue DeadLetters { get; }

    /// <summary>Which order key is on which truck, an item a key, written once; and the last one of each shelf.</summary>
    public Table Ledger { get; }

    public Function StoreTruck { get; }

    private Queue CreateQueue() => PrivateQueue.Create(
        "deliveries",
        new(
            // Less than the dead letters', which count from the day the message was sent.
            Retention: TimeSpan.FromDays(4),
            // Six times the consumer's timeout, and its window, leave Lambda room to retry a throttled batch.
            VisibilityTimeout: 6 * PipelineFacts.TruckTimeout + PipelineFacts.TruckBatchingWindow,
            DeadLetters),
        scope,
        Child);

    private void LetRedrive() => _ = new RedriveAllowPolicy("dead-letters-redrive", new()
    {
        QueueUrl = DeadLetters.Url,
        RedriveAllowPolicyName = Output.JsonSerialize(Queue.Arn.Apply(arn => new
        {
            redrivePermission = "byQueue",
            sourceQueueArns = new[] { arn },
        })),
    }, Child);

    private Table CreateLedger() => new("dispatch-ledger", new()
    {
        Name = scope.Names.Of("dispatch-ledger"),
        BillingMode = "PAY_PER_REQUEST",
        HashKey = "order_key",
        Attributes = [new TableAttributeArgs { Name = "order_key", Type = "S" }],
        Ttl = new TableTtlArgs { Enabled = true, AttributeName = "expires_at" },
        PointInTimeRecovery = new TablePointInTimeRecoveryArgs { Enabled = true },
        // Off means DynamoDB's own key, not none.
        ServerSideEncryption = new TableServerSideEncryptionArgs
        {
            Enabled = scope.Encryption.Key is not null,
            KmsKeyArn = scope.Encryption.Key,
        },
        DeletionProtectionEnabled = !scope.Settings.ForceDestroy,
    }, new() { Parent = this, Protect = !scope.Settings.ForceDestroy });

    private Function CreateFunction(DataLake lake, FirehoseDeliveryStream dispatches) => new LambdaFunction(
        "store-truck",
        new(
            "Loads delivery requests on trucks and dispatches them",
            Handler,
            PipelineFacts.TruckTimeout,
            MemoryMb: 1024,
            Concurrency: scope.Settings.TruckConcurrency,
            May:
            [
                new("TakeDeliveries", ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], Queue.Arn),
                new("KeepLedger", ["dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"], Ledger.Arn),
                new("StreamDispatches", ["firehose:PutRecordBatch"], dispatches.Arn),
                .. FollowsTrucks ? [KeepRoutes(lake), .. scope.Encryption.EncryptThrough("s3")] : Array.Empty<Statement>(),
                .. scope.Encryption.Through("dynamodb", "lambda", "sqs"),
            ])
        {
            Environment = Environment(lake, dispatches),
        },
        scope,
        this).Function;

    // Whoever follows the trucks on the road has to know where they go.
    private bool FollowsTrucks => scope.Settings.RealTime;

    private static Statement KeepRoutes(DataLake lake) => new("KeepRoutes", ["s3:PutObject"], lake.Under(LakeLayout.Routes));

    private InputMap<string> Environment(DataLake lake, FirehoseDeliveryStream dispatches)
    {
        var variables = new InputMap<string>
        {
            ["DISPATCH_TABLE"] = Ledger.Name,
            ["DISPATCH_STREAM"] = dispatches.Name,
            ["STREAM_LAG_SECONDS"] = $"{scope.Settings.StreamLag.TotalSeconds}",
        };
        if (FollowsTrucks)
        {
            variables["ROUTES_BUCKET"] = lake.Bucket.BucketName;
        }

        return variables;
    }

    private void Consume() => _ = new EventSourceMapping("deliveries-to-store-truck", new()
    {
        EventSourceArn = Queue.Arn,
        FunctionName = StoreTruck.Arn,
        BatchSize = BatchSize,
        MaximumBatchingWindowInSeconds = (int)PipelineFacts.TruckBatchingWindow.TotalSeconds,
        FunctionResponseTypes = ["ReportBatchItemFailures"],
        ScalingConfig = new EventSourceMappingScalingConfigArgs
        {
            MaximumConcurrency = scope.Settings.TruckConcurrency,
        },
    }, Child);
}
