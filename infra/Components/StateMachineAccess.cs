using Infra.Policies;
using Pulumi;
using Workflow;

namespace Infra.Components;

/// <summary>The rights of a state machine, by the kinds of states that need them.</summary>
/// <param name="product">The state machine whose role it is.</param>
/// <param name="mapLabel">The label of its Distributed Map, which is part of its map runs' and children's ARNs; null: it has none.</param>
internal sealed class StateMachineAccess(Scope scope, ProductMachine product, string? mapLabel = null)
{
    /// <summary>The name of the state machine on AWS.</summary>
    public string Name => scope.Names.Of(product.Slug);

    /// <summary>The condition under which the role may be assumed: for the state machine and its child executions.</summary>
    public Condition Trust => Condition.From([MachineArn, .. mapLabel is null ? Array.Empty<Input<string>>() : [$"{MachineArn}/{mapLabel}"]]);

    /// <summary>The right to write the log and the traces.</summary>
    public static IEnumerable<Statement> Observe => [AnyResource.LogDelivery, AnyResource.SampledTraces];

    /// <summary>The rights of the Distributed Map: to start children and to read their results.</summary>
    public IEnumerable<Statement> RunMap =>
    [
        new("StartChildren", ["states:StartExecution"], MachineArn),
        new(
            "FollowChildren",
            ["states:DescribeExecution", "states:StopExecution"],
            scope.Account.Arn("states", $"execution:{Name}:*"),
            Children),
        new("RedriveChildren", ["states:RedriveExecution"], Children),
        new("CountItems", ["states:DescribeMapRun"], scope.Account.Arn("states", $"mapRun:{Name}/{mapLabel}:*")),
    ];

    // The ARN is made from the name, because the role exists before the state machine.
    private string MachineArn => scope.Account.Arn("states", $"stateMachine:{Name}");

    private string Children => scope.Account.Arn("states", $"execution:{Name}/{mapLabel}:*");

    /// <summary>
    /// The rights to query tables of the lake with Athena, and to write unloaded files, answers and the results of each
    /// child.
    /// </summary>
    public IEnumerable<Statement> Query(DataLake lake, IReadOnlyList<TableDefinition> tables) =>
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
            [scope.Account.Arn("glue", "catalog"), lake.Database.Arn, .. tables.Select(table => (Input<string>)lake.Tables[table.Name].Arn)]),
        // Athena's guide, "Mandatory: Access policy to the Default database": whatever database a query names.
        new(
            "FindDefaultDatabase",
            ["glue:GetDatabase", "glue:GetDatabases"],
            scope.Account.Arn("glue", "catalog"),
            scope.Account.Arn("glue", "database/default")),
        AnyResource.GovernedData,
        // The right is on the bucket itself: without it Athena cannot tell whether the place for its results exists.
        new(
            "FindBucket",
            ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
            lake.Bucket.Arn),
        new("ReadLake", ["s3:GetObject"], [.. tables.Select(table => (Input<string>)lake.Under(table.Prefix))]),
        new(
            "ReadAndWriteResults",
            ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
            lake.Under(LakeLayout.QueryResults),
            lake.Under(LakeLayout.Plans),
            lake.Under(LakeLayout.MapRuns)),
    ];
}
