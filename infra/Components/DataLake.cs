using Infra.Policies;
using Pulumi;
using Pulumi.Aws.Athena;
using Pulumi.Aws.Athena.Inputs;
using Pulumi.Aws.Glue;
using Pulumi.Aws.S3;
using Workflow;

namespace Infra.Components;

/// <summary>The bucket, the tables over it, and the workgroup that asks them.</summary>
internal sealed class DataLake : Component
{
    private const int DaysForResults = 7;
    private const int DaysForErrors = 30;

    private static readonly (string Prefix, int Days)[] OfRealTime =
    [
        (LakeLayout.Routes, DaysForErrors), (LakeLayout.Late, DaysForErrors), (LakeLayout.FailedBatches, DaysForErrors),
    ];

    private static readonly (string Prefix, int Days)[] OfWarehouse = [(LakeLayout.LoadManifests, DaysForErrors)];

    private readonly Scope scope;

    public DataLake(Scope scope, Resource parent)
        : base("DataLake", "lake", new() { Parent = parent })
    {
        this.scope = scope;

        var accessLogs = CreateAccessLogs();
        var storage = CreateStorage();
        LogAccess(storage.Bucket, accessLogs);
        UploadReferenceData(storage.Bucket);
        Bucket = storage.Bucket;
        BucketPolicy = storage.Policy;

        Database = CreateDatabase();
        Tables = WorkflowFiles.Tables.Where(scope.Settings.Has).ToDictionary(
            table => table.Name,
            table => LakeTable.Create(table, Database, Bucket.BucketName, scope.Settings.RetentionDays(table), Child));

        Workgroup = CreateWorkgroup();
        OfferQuery("low-stock", "Which stores run low on which products.", WorkflowFiles.LowStock);
        if (scope.Settings.Pricing)
        {
            OfferQuery("features", "What is known of each product on the price list, for its price.", WorkflowFiles.Features);
        }

        OfferQuery("dirty-readings", "Readings that are left out of planning, by reason.", WorkflowFiles.DirtyReadings);

        RegisterOutputs();
    }

    public Bucket Bucket { get; }

    /// <summary>The bucket's policy; resources that write to the bucket depend on it.</summary>
    public BucketPolicy BucketPolicy { get; }

    public CatalogDatabase Database { get; }

    public IReadOnlyDictionary<string, CatalogTable> Tables { get; }

    public Workgroup Workgroup { get; }

    /// <summary>The ARN of everything under a prefix of the bucket.</summary>
    public Output<string> Under(string prefix) => Output.Format($"{Bucket.Arn}/{prefix}*");

    private PrivateBucket CreateAccessLogs() => new(
        // Server access logs cannot be written to a bucket that encrypts with a customer's key.
        new("access-logs", [("", scope.Settings.LogRetentionDays)], MayAlso: bucket =>
        [
            new("WriteAccessLogs", ["s3:PutObject"], Output.Format($"{bucket}/*"))
            {
                Principal = Principal.Service("logging.s3.amazonaws.com"),
                Conditions =
                [
                    Condition.FromAccount(scope.Account),
                    Condition.From($"arn:{scope.Account.Partition}:s3:::{scope.Names.Bucket("lake", scope.Account)}"),
                ],
            },
        ]),
        scope,
        this);

    private PrivateBucket CreateStorage() => new(
        new(
            "lake",
            [
                .. WorkflowFiles.Tables.Where(table => table.Partitions.Count > 0)
                    .Select(table => (table.Prefix, scope.Settings.RetentionDays(table))),
                (LakeLayout.QueryResults, DaysForResults),
                (LakeLayout.Plans, DaysForResults),
                (LakeLayout.MapRuns, DaysForErrors),
                (LakeLayout.Errors, DaysForErrors),
                .. scope.Settings.RealTime ? OfRealTime : [],
                .. scope.Settings.HasWarehouse ? OfWarehouse : [],
            ],
            scope.Encryption.Key),
        scope,
        this);

    private void LogAccess(Bucket bucket, PrivateBucket accessLogs) =>
        _ = new BucketLogging("lake-access-logging", new()
        {
            Bucket = bucket.Id,
            TargetBucket = accessLogs.Bucket.Id,
            TargetPrefix = "lake/",
        }, ChildAfter(accessLogs.Policy));

    private void UploadReferenceData(Bucket bucket)
    {
        if (scope.Settings.ReferenceData is not { } folder)
        {
            return;
        }

        foreach (var table in ReferenceFiles.Tables(folder).Where(scope.Settings.Has))
        {
            _ = new BucketObjectv2($"{table.Name}-reference", new()
            {
                Bucket = bucket.Id,
                Key = $"{table.Prefix}{table.Name}.csv",
                Content = ReferenceFiles.Csv(folder, table),
                ContentType = "text/csv",
            }, Child);
        }
    }

    private CatalogDatabase CreateDatabase() => new("database", new()
    {
        Name = scope.Names.Database,
        Description = $"The lake of {scope.Names.Prefix}",
    }, Child);

    private Workgroup CreateWorkgroup() => new("workgroup", new()
    {
        Name = scope.Names.Prefix,
        Description = $"Queries over the lake of {scope.Names.Prefix}",
        ForceDestroy = scope.Settings.ForceDestroy,
        Configuration = new WorkgroupConfigurationArgs
        {
            EnforceWorkgroupConfiguration = true,
            PublishCloudwatchMetricsEnabled = true,
            BytesScannedCutoffPerQuery = scope.Settings.ScanLimitMb == Settings.NoScanLimit
                ? null
                : scope.Settings.ScanLimitMb * 1024 * 1024,
            EngineVersion = new WorkgroupConfigurationEngineVersionArgs
            {
                SelectedEngineVersion = "Athena engine version 3",
            },
            ResultConfiguration = new WorkgroupConfigurationResultConfigurationArgs
            {
                OutputLocation = Output.Format($"s3://{Bucket.BucketName}/{LakeLayout.QueryResults}"),
                ExpectedBucketOwner = scope.Account.Id,
                EncryptionConfiguration = new WorkgroupConfigurationResultConfigurationEncryptionConfigurationArgs
                {
                    EncryptionOption = scope.Encryption.Key is null ? "SSE_S3" : "SSE_KMS",
                    KmsKeyArn = scope.Encryption.Key,
                },
            },
        },
    }, Child);

    private void OfferQuery(string name, string description, string file) => _ = new NamedQuery($"{name}-query", new()
    {
        Name = name,
        Description = description,
        Workgroup = Workgroup.Id,
        Database = Database.Name,
        Query = WorkflowFiles.Read(file),
    }, Child);
}
