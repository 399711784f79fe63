using System.Net;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using RecordStreaming;
using StreamRecord = RecordStreaming.StreamRecord;

namespace StoreApp.Streams;

/// <summary>A Kinesis stream, through <c>PutRecords</c>.</summary>
/// <remarks>
/// PutRecords answers with success where a part of the records was refused, and keeps no order within a request. A request
/// that fails as a whole but may succeed later counts as a refusal of every record. The client should not retry by itself:
/// a retry of the whole request sends again what was taken.
/// </remarks>
internal sealed class KinesisSink(IAmazonKinesis kinesis, string name) : IRecordSink
{
    public async Task<IReadOnlyList<string?>> PutAsync(
        IReadOnlyList<StreamRecord> records, CancellationToken cancellation = default)
    {
        var request = new PutRecordsRequest
        {
            StreamName = name,
            Records =
            [
                .. records.Select(record => new PutRecordsRequestEntry
                {
                    Data = new MemoryStream(record.Data.ToArray(), writable: false),
                    PartitionKey = record.PartitionKey,
                }),
            ],
        };
        try
        {
            var answer = await kinesis.PutRecordsAsync(request, cancellation);
            return answer.FailedRecordCount is null or 0 ? new string?[records.Count] : [.. answer.Records.Select(record => record.ErrorCode)];
        }
        catch (AmazonServiceException error) when (IsPassing(error))
        {
            return [.. records.Select(_ => error.ErrorCode)];
        }
        catch (HttpRequestException error)
        {
            return [.. records.Select(_ => error.Message)];
        }
    }

    /// <summary>Whether the same request may succeed later.</summary>
    public static bool IsPassing(AmazonServiceException error) =>
        error is ProvisionedThroughputExceededException or KMSThrottlingException
        || error.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
}
