using JsonValues;
using Local.Protocol;
using Local.Sqs;
using StatesLanguage;

namespace Local.Services;

/// <summary>The fields that a task's parameters may have, by the API that it calls: a misspelt one fails the task instead of being lost.</summary>
internal sealed class TaskFields(SqsApi sqs)
{
    // Step Functions names the members of an AWS SDK integration as Java's SDK does: https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html.
    private static readonly Dictionary<string, RequestFields> Known = new(StringComparer.Ordinal)
    {
        ["athena:startQueryExecution"] = RequestFields.Parse(
            """
            QueryString ClientRequestToken QueryExecutionContext(Catalog Database) WorkGroup ExecutionParameters
            ResultConfiguration(OutputLocation EncryptionConfiguration(EncryptionOption KmsKey) ExpectedBucketOwner AclConfiguration(S3AclOption))
            ResultReuseConfiguration(ResultReuseByAgeConfiguration(Enabled MaxAgeInMinutes)) EngineConfiguration
            """),
        ["lambda:invoke"] = RequestFields.Parse("FunctionName InvocationType LogType ClientContext Payload Qualifier"),
        ["aws-sdk:s3:listObjectsV2"] = RequestFields.Parse(
            "Bucket Delimiter EncodingType MaxKeys Prefix ContinuationToken FetchOwner StartAfter RequestPayer ExpectedBucketOwner OptionalObjectAttributes"),
        ["aws-sdk:s3:putObject"] = RequestFields.Parse(
            """
            Bucket Key Body Acl BucketKeyEnabled CacheControl ContentDisposition ContentEncoding ContentLanguage ContentLength ContentMD5 ContentMd5
            ContentType ChecksumAlgorithm ChecksumCRC32 ChecksumCRC32C ChecksumCRC64NVME ChecksumSHA1 ChecksumSHA256 ChecksumCrc32 ChecksumCrc32C
            ChecksumCrc64Nvme ChecksumSha1 ChecksumSha256 Expires ExpectedBucketOwner GrantFullControl GrantRead GrantReadACP GrantWriteACP GrantReadAcp
            GrantWriteAcp IfMatch IfNoneMatch Metadata ObjectLockLegalHoldStatus ObjectLockMode ObjectLockRetainUntilDate RequestPayer
            ServerSideEncryption SSECustomerAlgorithm SSECustomerKey SSECustomerKeyMD5 SSEKMSEncryptionContext SSEKMSKeyId SseCustomerAlgorithm
            SseCustomerKey SseCustomerKeyMd5 SseKmsEncryptionContext SseKmsKeyId StorageClass Tagging WebsiteRedirectLocation WriteOffsetBytes ACL
            """),
        ["aws-sdk:sfn:describeMapRun"] = RequestFields.Parse("MapRunArn"),
        ["aws-sdk:redshiftdata:executeStatement"] = RequestFields.Parse(
            """
            ClientToken ClusterIdentifier Database DbUser Parameters(Name Value) ResultFormat SecretArn SessionId SessionKeepAliveSeconds Sql
            StatementName WithEvent WorkgroupName
            """),
        ["aws-sdk:redshiftdata:batchExecuteStatement"] = RequestFields.Parse(
            """
            ClientToken ClusterIdentifier Database DbUser ResultFormat SecretArn SessionId SessionKeepAliveSeconds Sqls StatementName WithEvent
            WorkgroupName
            """),
        ["aws-sdk:redshiftdata:describeStatement"] = RequestFields.Parse("Id"),
        ["aws-sdk:redshiftdata:getStatementResult"] = RequestFields.Parse("Id NextToken"),
        ["aws-sdk:redshiftdata:listStatements"] = RequestFields.Parse(
            "ClusterIdentifier Database MaxResults NextToken RoleLevel StatementName Status WorkgroupName"),
        ["aws-sdk:redshiftdata:cancelStatement"] = RequestFields.Parse("Id"),
    };

    /// <returns>The error with which Step Functions refuses the fields; null when it accepts them.</returns>
    public StatesError? Refuse(TaskResource.Integration resource, JsonObject parameters)
    {
        var known = resource.Service is "sqs" or "aws-sdk:sqs"
            ? sqs.FieldsOf(resource.Operation)
            : Known.GetValueOrDefault($"{resource.Service}:{resource.Operation}");
        var unknown = known?.UnknownIn(parameters).Distinct().ToList() ?? [];
        return unknown.Count == 0 ? null : new(
            StatesError.Runtime,
            $"The Parameters '{parameters}' could not be used to start the Task: "
            + $"[{string.Join(", ", unknown.Select(name => $"The field \"{name}\" is not supported by Step Functions"))}]");
    }
}
