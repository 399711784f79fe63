using System.Text.Json.Nodes;
using Infra.Observation;
using Infra.Policies;
using Pulumi;
using Pulumi.Aws.Ec2;
using Pulumi.Aws.Ec2.Inputs;
using Pulumi.Aws.RedshiftServerless.Inputs;
using Pulumi.Aws.Sfn;
using Workflow;
using Workflow.Warehouse;
using Namespace = Pulumi.Aws.RedshiftServerless.Namespace;
using UsageLimit = Pulumi.Aws.RedshiftServerless.UsageLimit;
using Workgroup = Pulumi.Aws.RedshiftServerless.Workgroup;

namespace Infra.Components;

/// <summary>
/// The warehouse: a private Redshift Serverless workgroup that nobody reaches but through AWS's APIs, and the state
/// machine that loads the lake's new files into it by the Data API.
/// </summary>
internal sealed class Warehouse : Component, IOptionalPart
{
    private const string Database = "warehouse";

    // A query that runs for longer is a mistake, and every second is paid for.
    private const string LongestQuerySeconds = "3600";

    private readonly DataLake lake;
    private readonly Scope scope;
    private readonly ScheduledStart schedule;

    public Warehouse(DataLake lake, PrivateNetwork network, Scope scope, Resource parent)
        : base("Warehouse", "warehouse", new() { Parent = parent })
    {
        this.lake = lake;
        this.scope = scope;

        var copy = CreateCopyRole();
        Namespace = CreateNamespace(copy);
        Workgroup = CreateWorkgroup(network);
        Limit();
        StateMachine = CreateStateMachine();
        schedule = new(
            new("warehouse-", scope.Settings.WarehouseSchedule, ProductMachine.WarehouseLoad, "Loads the lake's new files into the warehouse"),
            StateMachine,
            scope,
            this);

        RegisterOutputs();
    }

    /// <summary>The data and who may read it.</summary>
    public Namespace Namespace { get; }

    /// <summary>The workgroup, which runs the statements.</summary>
    public Workgroup Workgroup { get; }

    public StateMachine StateMachine { get; }

    public IEnumerable<Alarm> Alarms =>
    [
        .. Observation.Alarms.OfExecutions("warehouse-", StateMachine, again: "start it anew, which loads what is missing", slower: ""),
        // For every schedule, two days without a load are too long.
        .. Observation.Alarms.OfSchedule("warehouse-", schedule.MissedStarts, StateMachine, hours: 48),
    ];

    public IEnumerable<DashboardColumn> Columns =>
    [
        new(
            "Warehouse",
            Flow: [Metric.Of(StateMachine, "ExecutionsSucceeded"), Metric.Of(Workgroup, "ComputeSeconds")],
            Trouble: [Metric.Of(StateMachine, "ExecutionsFailed"), Metric.Of(StateMachine, "ExecutionsTimedOut")]),
    ];

    public IEnumerable<StateMachine> StateMachines => [StateMachine];

    public string? BilledByTheHour =>
        $"warehouse: Redshift Serverless, {scope.Settings.WarehouseRpu} RPU at $0.375 an hour each, by the second while statements run and a minute at least; "
        + $"it stops at {scope.Settings.WarehouseRpuHours} RPU-hours a month, about ${scope.Settings.WarehouseRpuHours * 0.375m:0}";

    public IEnumerable<KeyValuePair<string, object?>> Outputs =>
    [
        new("warehouseWorkgroup", Workgroup.WorkgroupName),
        new("warehouseDatabase", Output.Create(Database)),
        new("warehouseStateMachineArn", StateMachine.Arn),
        new("startWarehouseLoad", StateMachine.Arn.Apply(arn =>
            $"aws stepfunctions start-execution --region {scope.Account.Region} --state-machine-arn {arn}")),
        new("askWarehouse", Workgroup.WorkgroupName.Apply(workgroup =>
            $"aws redshift-data execute-statement --region {scope.Account.Region} --workgroup-name {workgroup} --database {Database} --sql 'SELECT * FROM loads'")),
    ];

    // Tables of streams that the stack does not have stay empty, and nobody lists them.
    private IReadOnlyList<WarehouseTable> Tables =>
        WarehouseTable.Of(WorkflowFiles.Tables.Where(table => scope.Settings.RealTime || !WorkflowFiles.Streams.ContainsKey(table.Name)));

    private ServiceRole CreateCopyRole() => new(
        "warehouse-copy",
        "redshift.amazonaws.com",
        [
            new("FindFiles", ["s3:GetBucketLocation", "s3:ListBucket"], lake.Bucket.Arn),
            new("ReadFiles", ["s3:GetObject"], [.. Tables.Select(table => (Input<string>)lake.Under(table.Table.Prefix)), lake.Under(LakeLayout.LoadManifests)]),
            .. scope.Encryption.DecryptThrough("s3"),
        ],
        scope,
        this);

    private Namespace CreateNamespace(ServiceRole copy) => new("warehouse-namespace", new()
    {
        NamespaceName = scope.Names.Of("warehouse"),
        DbName = Database,
        AdminUsername = "warehouse_admin",
        // The password is in Secrets Manager and changed by Redshift; the state machine and people use IAM.
        ManageAdminPassword = true,
        AdminPasswordSecretKmsKeyId = scope.Encryption.Key,
        KmsKeyId = scope.Encryption.Key,
        IamRoles = [copy.Arn],
        DefaultIamRoleArn = copy.Arn,
        LogExports = ["connectionlog", "useractivitylog", "userlog"],
    }, new() { Parent = this, DependsOn = copy.Policy, Protect = !scope.Settings.ForceDestroy });

    private Workgroup CreateWorkgroup(PrivateNetwork network) => new("warehouse-workgroup", new()
    {
        WorkgroupName = scope.Names.Of("warehouse"),
        NamespaceName = Namespace.NamespaceName,
        BaseCapacity = scope.Settings.WarehouseRpu,
        PubliclyAccessible = false,
        EnhancedVpcRouting = true,
        SubnetIds = [.. network.Subnets.Select(subnet => subnet.Id)],
        SecurityGroupIds = [CreateGroup(network).Id],
        ConfigParameters =
        [
            new WorkgroupConfigParameterArgs { ParameterKey = "require_ssl", ParameterValue = "true" },
            new WorkgroupConfigParameterArgs { ParameterKey = "max_query_execution_time", ParameterValue = LongestQuerySeconds },
        ],
    }, Child);

    // The Data API does not come through the network: nobody has to get in.
    private SecurityGroup CreateGroup(PrivateNetwork network) => new("warehouse-group", new()
    {
        Name = scope.Names.Of("warehouse"),
        Description = "The warehouse: nobody gets in, and it gets out to the lake on S3 only",
        VpcId = network.Vpc.Id,
        Ingress = [],
        Egress =
        [
            new SecurityGroupEgressArgs
            {
                Description = "The lake",
                Protocol = "tcp",
                FromPort = 443,
                ToPort = 443,
                PrefixListIds = [network.ToS3.PrefixListId],
            },
        ],
    }, Child);

    private void Limit() => _ = new UsageLimit("warehouse-limit", new()
    {
        ResourceArn = Workgroup.Arn,
        UsageType = "serverless-compute",
        Period = "monthly",
        Amount = scope.Settings.WarehouseRpuHours,
        // Queries are refused until the month is over, and loads with them: their alarm rings.
        BreachAction = "deactivate",
    }, Child);

    private StateMachine CreateStateMachine() => StandardStateMachine.Create(
        "warehouse-load",
        ProductMachine.WarehouseLoad,
        new(scope, ProductMachine.WarehouseLoad),
        Output.Tuple(lake.Bucket.BucketName, Workgroup.WorkgroupName).Apply(names => new Dictionary<string, JsonNode>
        {
            ["LakeBucket"] = names.Item1,
            ["WarehouseWorkgroup"] = names.Item2,
            ["WarehouseDatabase"] = Database,
            ["WarehouseTables"] = new JsonArray([.. Tables.Select(table => table.ToJson())]),
            ["WarehouseLookbackDays"] = scope.Settings.LookbackDays,
        }),
        [
            new("ListFiles", ["s3:ListBucket"], lake.Bucket.Arn),
            new("WriteManifest", ["s3:PutObject"], lake.Under(LakeLayout.LoadManifests)),
            new("RunStatements", ["redshift-data:BatchExecuteStatement"], Workgroup.Arn),
            AnyResource.OwnStatements,
            new("BecomeDatabaseUser", ["redshift-serverless:GetCredentials"], Workgroup.Arn),
            .. scope.Encryption.Through("s3"),
        ],
        scope,
        this);
}
