using Infra.Policies;
using Pulumi;
using Pulumi.Aws.DynamoDB;
using Pulumi.Aws.DynamoDB.Inputs;
using Pulumi.Aws.Kinesis;
using Pulumi.Aws.Lambda;
using Pulumi.Aws.Sqs;
using Replenishment.Waves;
using Workflow;

namespace Infra.Components;

/// <summary>Delivery requests on their queues, and the function that sends trucks out with them.</summary>
internal sealed class Delivery : Component
{
    public const string Handler = "StoreTruck::StoreTruck.DispatchTrucks_HandleAsync_Generated::HandleAsync";

    // One call sends waves, and one more learns that it does.
    private const int Concurrency = 2;

    private readonly Scope scope;

    public Delivery(DataLake lake, FirehoseDeliveryStream dispatches, Scope scope, Resource parent)
        : base("Delivery", "delivery", new() { Parent = parent })
    {
        this.scope = scope;

        DeadLetters = PrivateQueue.Create("dead-letters", new(Retention: PipelineFacts.DeadLetterRetention), scope, Child);
        Queue = CreateQueue("deliveries");
        Waiting = CreateQueue("waiting-deliveries");
        LetRedrive();
        Ledger = CreateLedger();
        StoreTruck = CreateFunction(lake, dispatches);
        NeverRepeat();

        RegisterOutputs();
    }

    public Queue Queue { get; }

    /// <summary>Requests that no truck could carry on the day on which they were looked at.</summary>
    public Queue Waiting { get; }

    public Queue DeadLetters { get; }

    /// <summary>
    /// The table of the ledger: one item for each order key, written once, with its truck; the last order of each shelf;
    /// the tours of each depot and day; and the lease of the waves.
    /// </summary>
    public Table Ledger { get; }

    public Function StoreTruck { get; }

    private Queue CreateQueue(string name) => PrivateQueue.Create(
        name,
        new(
            // Less than the dead letters', which count from the day the message was sent.
            Retention: TimeSpan.FromDays(4),
            // A wave says with each receive for how long it wants a message, and asks for more while it works.
            VisibilityTimeout: WaveLimits.Hold,
            DeadLetters),
        scope,
        Child);

    private void LetRedrive() => _ = new RedriveAllowPolicy("dead-letters-redrive", new()
    {
        QueueUrl = DeadLetters.Url,
        RedriveAllowPolicyName = Output.JsonSerialize(Output.All(Queue.Arn, Waiting.Arn).Apply(arns => new
        {
            redrivePermission = "byQueue",
            sourceQueueArns = arns,
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
            "Sends trucks out with the delivery requests that wait",
            Handler,
            // A wave may have thousands of stops to plan and a hundred thousand lines to record.
            PipelineFacts.TruckTimeout,
            // The function gets one whole processor (Lambda's guide, "Configure Lambda function memory") to compute routes.
            MemoryMb: 1769,
            Concurrency,
            May:
            [
                new(
                    "TakeDeliveries",
                    ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"],
                    Queue.Arn,
                    Waiting.Arn),
                new("LetDeliveriesWait", ["sqs:SendMessage"], Waiting.Arn),
                new("KeepLedger", ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"], Ledger.Arn),
                new("StreamDispatches", ["firehose:PutRecordBatch"], dispatches.Arn),
                new("FindDistances", ["s3:ListBucket"], lake.Bucket.Arn)
                {
                    Conditions = [new("StringEquals", "s3:prefix", WorkflowFiles.Table("distances").Prefix)],
                },
                new("ReadDistances", ["s3:GetObject"], lake.Under(WorkflowFiles.Table("distances").Prefix)),
                .. FollowsTrucks ? [KeepRoutes(lake)] : Array.Empty<Statement>(),
                .. scope.Encryption.Through("dynamodb", "lambda", "s3", "sqs"),
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
            ["DELIVERY_QUEUE_URL"] = Queue.Url,
            ["WAITING_QUEUE_URL"] = Waiting.Url,
            ["DISPATCH_TABLE"] = Ledger.Name,
            ["DISPATCH_STREAM"] = dispatches.Name,
            ["STREAM_LAG_SECONDS"] = $"{scope.Settings.StreamLag.TotalSeconds}",
            ["LAKE_BUCKET"] = lake.Bucket.BucketName,
        };
        if (FollowsTrucks)
        {
            variables["ROUTES_BUCKET"] = lake.Bucket.BucketName;
        }

        return variables;
    }

    // A call that failed is not called again: the next wave has what it left, and five failures in a row make dead letters.
    private void NeverRepeat() => _ = new FunctionEventInvokeConfig("store-truck-calls", new()
    {
        FunctionName = StoreTruck.Name,
        MaximumRetryAttempts = 0,
        MaximumEventAgeInSeconds = 900,
    }, Child);
}
