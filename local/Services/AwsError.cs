using DynamoDb;
using Kinesis;
using Lake.Athena;
using Lake.Firehose;
using Lake.S3;
using Local.Protocol;
using Local.Sqs;
using Local.StepFunctions;
using Local.Storage;
using Local.StreamMinutes;

namespace Local.Services;

/// <summary>The error that a client gets when a request is refused or fails.</summary>
/// <param name="Code">The error's name in the service's model.</param>
/// <param name="Status">The status of the HTTP answer.</param>
internal sealed record AwsError(string Code, string Message, int Status = 400)
{
    private const string QueryPrefix = "AWS.SimpleQueueService.";

    // SQS spoke another protocol before, whose codes its clients still match.
    private static readonly Dictionary<string, string> QueryCodes = new()
    {
        ["QueueDoesNotExist"] = $"{QueryPrefix}NonExistentQueue",
        ["EmptyBatchRequest"] = $"{QueryPrefix}EmptyBatchRequest",
        ["TooManyEntriesInBatchRequest"] = $"{QueryPrefix}TooManyEntriesInBatchRequest",
        ["BatchEntryIdsNotDistinct"] = $"{QueryPrefix}BatchEntryIdsNotDistinct",
        ["InvalidBatchEntryId"] = $"{QueryPrefix}InvalidBatchEntryId",
        ["BatchRequestTooLong"] = $"{QueryPrefix}BatchRequestTooLong",
        ["PurgeQueueInProgress"] = $"{QueryPrefix}PurgeQueueInProgress",
        ["MessageNotInflight"] = $"{QueryPrefix}MessageNotInflight",
        ["UnsupportedOperation"] = $"{QueryPrefix}UnsupportedOperation",
    };

    /// <summary>SQS's code in its former protocol.</summary>
    public string QueryCode => QueryCodes.GetValueOrDefault(Code, Code);

    /// <summary>The code of SQS's former protocol, and whose fault it is.</summary>
    public string QueryError => $"{QueryCode};{(Status < 500 ? "Sender" : "Receiver")}";

    /// <summary>The error's name in SQS's JSON protocol.</summary>
    /// <remarks>Recorded: https://github.com/localstack/localstack, tests/aws/services/sqs/test_sqs.snapshot.json, QueryErrorCode.</remarks>
    public string SqsName => Code switch
    {
        "InvalidParameterValue" => "InvalidParameterValueException",
        "MissingParameter" => "MissingRequiredParameterException",
        _ => Code,
    };

    /// <returns>Null for a fault of ours.</returns>
    public static AwsError? Of(Exception error) => error switch
    {
        AwsException aws => new(aws.Code, aws.Message, aws.Status),
        ExecutionException execution => new(execution.Code, execution.Message),
        TableStoreException store => new("ServiceUnavailableException", store.Message, 503),
        TableException table => new(table.Code, table.Message),
        KinesisException kinesis => new(kinesis.Code, kinesis.Message, kinesis.Status),
        KinesisStoreException store => new("ServiceUnavailableException", store.Message, 503),
        SqsException sqs => new(sqs.Code, sqs.Message, sqs.Status),
        AthenaException athena => new(athena.Code, athena.Message),
        S3Exception s3 => new("InvalidRequestException", s3.Message),
        SetAsideException held => new("InvalidRequestException", held.Message),
        IngestException ingest => new("InvalidArgumentException", ingest.Message),
        DataFolderException folder => new("ServiceUnavailableException", folder.Message, 503),
        JournalException journal => new("ServiceUnavailableException", journal.Message, 503),
        IOException full when Disk.IsFull(full) => new("ServiceUnavailableException", $"{full.Message}. Make room, then try again.", 503),
        _ => null,
    };
}
