using System.Text.Json.Nodes;
using Pulumi;
using Pulumi.Aws.Lambda;
using Pulumi.Aws.Sfn;
using Pulumi.Aws.Sqs;
using Workflow;

namespace Infra.Components;

/// <summary>The state machine that asks who runs low, and the function that plans the deliveries.</summary>
internal sealed class Planning : Component
{
    public const string Handler = "StorePlanning::StorePlanning.PlanStores_Handle_Generated::Handle";

    /// <summary>The Distributed Map's label in store-planning.asl.json.</summary>
    public const string MapLabel = "PlanDeliveries";

    private readonly Scope scope;

    public Planning(DataLake lake, Queue deliveries, Scope scope, Resource parent)
        : base("Planning", "planning", new() { Parent = parent })
    {
        this.scope = scope;

        StorePlanning = CreateFunction();
        StateMachine = CreateStateMachine(lake, deliveries);

        RegisterOutputs();
    }

    public Function StorePlanning { get; }

    public StateMachine StateMachine { get; }

    // The question is about stores and trucks; other tables have no part in it.
    private static IReadOnlyList<TableDefinition> Asked { get; } =
        [.. new[] { "inventory", "stores", "depots", "dispatches" }.Select(WorkflowFiles.Table)];

    private Function CreateFunction() => new LambdaFunction(
        "store-planning",
        new(
            "Plans the deliveries of a batch of stores",
            Handler,
            // Less than the state's own 30 seconds, so that the function's error is the one that is seen.
            Timeout: TimeSpan.FromSeconds(25),
            MemoryMb: 512,
            Concurrency: scope.Settings.MapConcurrency,
            May: scope.Encryption.DecryptThrough("lambda")),
        scope,
        this).Function;

    private StateMachine CreateStateMachine(DataLake lake, Queue deliveries)
    {
        var access = new StateMachineAccess(scope, ProductMachine.StorePlanning, MapLabel);
        return StandardStateMachine.Create(
            "state-machine",
            ProductMachine.StorePlanning,
            access,
            Values(lake, deliveries),
            [
                .. access.Query(lake, Asked),
                .. access.RunMap,
                new("PlanStores", ["lambda:InvokeFunction"], StorePlanning.Arn),
                new("SendDeliveries", ["sqs:SendMessage"], deliveries.Arn),
                .. scope.Encryption.Through("s3", "sqs"),
            ],
            scope,
            this);
    }

    private Output<Dictionary<string, JsonNode>> Values(DataLake lake, Queue deliveries) => Output
        .Tuple(lake.Bucket.BucketName, lake.Database.Name, lake.Workgroup.Name, StorePlanning.Arn, deliveries.Url)
        .Apply(names => new Dictionary<string, JsonNode>
        {
            ["LookbackDays"] = scope.Settings.LookbackDays,
            ["TransitDays"] = scope.Settings.TransitDays,
            ["LowStockQuery"] = WorkflowFiles.Statement(WorkflowFiles.LowStock),
            ["LakeBucket"] = names.Item1,
            ["Database"] = names.Item2,
            ["WorkGroup"] = names.Item3,
            ["StoresPerBatch"] = scope.Settings.StoresPerBatch,
            ["MapConcurrency"] = scope.Settings.MapConcurrency,
            ["ToleratedFailurePercentage"] = scope.Settings.ToleratedFailurePercentage,
            ["StorePlanningFunctionArn"] = names.Item4,
            ["DeliveryQueueUrl"] = names.Item5,
        });
}
