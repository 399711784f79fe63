using Infra.Policies;
using Pulumi;
using Pulumi.Aws.Lambda;
using Pulumi.Aws.Sqs;
using Workflow;

namespace Infra.Components;

/// <summary>What the state machine may do, state by state.</summary>
internal sealed class StateMachineAccess(
    Scope scope, string machineName, DataLake lake, Function storePlanning, Queue deliveries)
{
    /// <summary>The Distributed Map's label in store-planning.asl.json; it is part of its map runs' and children's ARNs.</summary>
    public const string MapLabel = "PlanDeliveries";

    // The question is about stores and trucks; events from the road and the shops have no part in it.
    private static IEnumerable<TableDefinition> Asked =>
        WorkflowFiles.Tables.Where(table => !WorkflowFiles.Streams.ContainsKey(table.Name));

    /// <summary>From its name, because the role is there before the state machine.</summary>
    public string MachineArn => scope.Account.Arn("states", $"stateMachine:{machineName}");

    /// <summary>What the map's children are executions of.</summary>
    public string ChildMachineArn => $"{MachineArn}/{MapLabel}";

    public IEnumerable<Statement> Statements =>
        [.. FindLowStock, .. ReadAndWriteLake, .. PlanDeliveries, .. scope.Encryption.Through("s3", "sqs"), .. Observe];

    private IEnumerable<Statement> FindLowStock =>
    [
        new(
            "Query",
            [
                "athena:StartQueryExecution", "athena:StopQueryExecution", "athena:GetQueryExecution",
                "athena:GetQueryResults", "athena:GetWorkGroup",
            ],
            lake.Workgroup.Arn),
        new("ReadDataCatalog", ["athena:GetDataCatalog"], scope.Account.Arn("athena", "datacatalog/AwsDataCatalog")),
        new(
            "ReadTables",
            [
                "glue:GetDatabase", "glue:GetDatabases", "glue:GetTable", "glue:GetTables",
                "glue:GetPartition", "glue:GetPartitions", "glue:BatchGetPartition",
            ],
            [scope.Account.Arn("glue", "catalog"), lake.Database.Arn, .. Asked.Select(TableArn)]),
        // Athena's guide, "Mandatory: Access policy to the Default database": whatever database a query names.
        new(
            "FindDefaultDatabase",
            ["glue:GetDatabase", "glue:GetDatabases"],
            scope.Account.Arn("glue", "catalog"),
            scope.Account.Arn("glue", "database/default")),
        AnyResource.GovernedData,
    ];

    private IEnumerable<Statement> ReadAndWriteLake =>
    [
        // On the bucket itself: without it Athena cannot tell that the place for its results is there.
        new(
            "FindBucket",
            ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
            lake.Bucket.Arn),
        new("ReadLake", ["s3:GetObject"], [.. Asked.Select(ObjectsOf)]),
        new(
            "ReadAndWriteResults",
            ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
            lake.Under(LakeLayout.QueryResults),
            lake.Under(LakeLayout.Plans),
            lake.Under(LakeLayout.MapRuns)),
    ];

    private IEnumerable<Statement> PlanDeliveries =>
    [
        new("StartChildren", ["states:StartExecution"], MachineArn),
        new(
            "FollowChildren",
            ["states:DescribeExecution", "states:StopExecution"],
            scope.Account.Arn("states", $"execution:{machineName}:*"),
            Children),
        new("RedriveChildren", ["states:RedriveExecution"], Children),
        new(
            "CountShortages",
            ["states:DescribeMapRun"],
            scope.Account.Arn("states", $"mapRun:{machineName}/{MapLabel}:*")),
        new("PlanStores", ["lambda:InvokeFunction"], storePlanning.Arn),
        new("SendDeliveries", ["sqs:SendMessage"], deliveries.Arn),
    ];

    private static IEnumerable<Statement> Observe => [AnyResource.LogDelivery, AnyResource.SampledTraces];

    private string Children => scope.Account.Arn("states", $"execution:{machineName}/{MapLabel}:*");

    private Input<string> ObjectsOf(TableDefinition table) => lake.Under(table.Prefix);

    private Input<string> TableArn(TableDefinition table) => lake.Tables[table.Name].Arn;
}
