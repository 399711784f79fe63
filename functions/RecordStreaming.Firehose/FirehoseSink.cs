using System.Net;
using Amazon.KinesisFirehose;
using Amazon.KinesisFirehose.Model;
using Amazon.Runtime;

namespace RecordStreaming.Firehose;

/// <summary>A Firehose stream, through <c>PutRecordBatch</c>.</summary>
/// <remarks>
/// A call that fails as a whole but may succeed later (throttled, unavailable, connection lost) counts as a refusal of
/// every record. The client should not retry by itself: a retry of the whole call sends again what was taken.
/// </remarks>
public sealed class FirehoseSink(IAmazonKinesisFirehose firehose, string name) : IRecordSink
{
    private static readonly string[] Throttled = ["ServiceUnavailableException", "ThrottlingException", "LimitExceededException"];

    public async Task<IReadOnlyList<string?>> PutAsync(
        IReadOnlyList<StreamRecord> records, CancellationToken cancellation = default)
    {
        var request = new PutRecordBatchRequest
        {
            DeliveryStreamName = name,
            Records = [.. records.Select(record => new Record { Data = new MemoryStream(record.Data.ToArray(), writable: false) })],
        };

        try
        {
            var response = await firehose.PutRecordBatchAsync(request, cancellation);
            return response.FailedPutCount is null or 0
                ? new string?[records.Count]
                : [.. response.RequestResponses.Select(record => record.ErrorCode)];
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

    private static bool IsPassing(AmazonServiceException error) =>
        Throttled.Contains(error.ErrorCode)
        || error.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
}
