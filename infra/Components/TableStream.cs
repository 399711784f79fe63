using Infra.Policies;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Kinesis;
using Pulumi.Aws.Kinesis.Inputs;
using Workflow;
using Schema = Pulumi.Aws.Kinesis.Inputs.FirehoseDeliveryStreamExtendedS3ConfigurationDataFormatConversionConfigurationSchemaConfigurationArgs;

namespace Infra.Components;

/// <summary>
/// A Firehose stream that takes JSON rows of one table, sent to it or read from a Kinesis stream, and lays them into the
/// lake as Parquet.
/// </summary>
internal sealed class TableStream : Component
{
    // Parquet files should be as large as the interval allows; Firehose's most.
    private const int BufferMb = 128;

    private readonly Scope scope;
    private readonly TableDefinition table;
    private readonly string streamName;
    private readonly Stream? source;

    /// <param name="source">The stream from which the rows come; null when producers send them directly.</param>
    public TableStream(TableDefinition table, DataLake lake, Scope scope, Resource parent, Stream? source = null)
        : base("TableStream", $"{table.Name}-ingestion", new() { Parent = parent })
    {
        this.scope = scope;
        this.table = table;
        this.source = source;
        streamName = scope.Names.Of(table.Name);

        var log = Logs.Group($"{table.Name}-stream", $"/aws/kinesisfirehose/{streamName}", scope, Child);
        var errors = new LogStream($"{table.Name}-stream-errors", new()
        {
            LogGroupName = log.Name,
            Name = $"{table.Name}-errors",
        }, Child);
        var role = CreateRole(lake, log);
        Stream = CreateStream(lake, log, errors, role);

        RegisterOutputs();
    }

    public FirehoseDeliveryStream Stream { get; }

    private ServiceRole CreateRole(DataLake lake, LogGroup log) => new(
        $"{table.Name}-stream",
        "firehose.amazonaws.com",
        [
            new(
                "FindBucket",
                ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
                lake.Bucket.Arn),
            new(
                "WriteObjects",
                ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
                lake.Under(table.Prefix),
                lake.Under($"{LakeLayout.Errors}{table.Name}/")),
            new(
                "ReadSchema",
                ["glue:GetTable", "glue:GetTableVersion", "glue:GetTableVersions"],
                scope.Account.Arn("glue", "catalog"),
                lake.Database.Arn,
                lake.Tables[table.Name].Arn),
            Logs.MayWrite(log) with { Actions = ["logs:PutLogEvents"] },
            .. MayReadSource(),
            .. source is null ? scope.Encryption.Through("s3") : scope.Encryption.Through("kinesis", "s3"),
        ],
        scope,
        this,
        Condition.From(scope.Account.Arn("firehose", $"deliverystream/{streamName}")));

    private IEnumerable<Statement> MayReadSource()
    {
        if (source is not null)
        {
            yield return new(
                "ReadSource",
                ["kinesis:DescribeStream", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"],
                source.Arn);
        }
    }

    private FirehoseDeliveryStream CreateStream(DataLake lake, LogGroup log, LogStream errors, ServiceRole role) =>
        new($"{table.Name}-stream", new()
        {
            Name = streamName,
            Destination = "extended_s3",
            // A Kinesis stream encrypts its records itself, and Firehose refuses a second encryption.
            ServerSideEncryption = source is null
                ? new FirehoseDeliveryStreamServerSideEncryptionArgs
                {
                    Enabled = true,
                    KeyType = scope.Encryption.Key is null ? "AWS_OWNED_CMK" : "CUSTOMER_MANAGED_CMK",
                    KeyArn = scope.Encryption.Key,
                }
                : null!,
            KinesisSourceConfiguration = source is null
                ? null!
                : new FirehoseDeliveryStreamKinesisSourceConfigurationArgs
                {
                    KinesisStreamArn = source.Arn,
                    RoleArn = role.Arn,
                },
            ExtendedS3Configuration = new FirehoseDeliveryStreamExtendedS3ConfigurationArgs
            {
                RoleArn = role.Arn,
                BucketArn = lake.Bucket.Arn,
                Prefix = LakeLayout.StreamPrefix(table),
                ErrorOutputPrefix = LakeLayout.StreamErrorPrefix(table),
                BufferingSize = BufferMb,
                BufferingInterval = scope.Settings.BufferSeconds,
                // Parquet compresses inside.
                CompressionFormat = "UNCOMPRESSED",
                KmsKeyArn = scope.Encryption.Key,
                DataFormatConversionConfiguration = ParquetConversion.To(SchemaOf(lake, role)),
                CloudwatchLoggingOptions = new FirehoseDeliveryStreamExtendedS3ConfigurationCloudwatchLoggingOptionsArgs
                {
                    Enabled = true,
                    LogGroupName = log.Name,
                    LogStreamName = errors.Name,
                },
            },
        }, ChildAfter(role.Policy, lake.BucketPolicy));

    private Schema SchemaOf(DataLake lake, ServiceRole role) => new()
    {
        RoleArn = role.Arn,
        CatalogId = scope.Account.Id,
        Region = scope.Account.Region,
        DatabaseName = lake.Database.Name,
        TableName = lake.Tables[table.Name].Name,
        VersionId = "LATEST",
    };
}
