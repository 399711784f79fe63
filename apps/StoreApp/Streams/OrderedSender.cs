using System.Collections.Concurrent;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using RecordStreaming;
using StreamRecord = RecordStreaming.StreamRecord;

namespace StoreApp.Streams;

/// <summary>
/// Keeps the order of each partition key's records: a record is put when the stream has taken the one before it, and names
/// that one's sequence number.
/// </summary>
/// <remarks>
/// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecord.html, SequenceNumberForOrdering. Each record costs a
/// request. A record whose answer was lost is put again, so that the stream may have it twice, one after the other.
/// </remarks>
internal sealed class OrderedSender(IAmazonKinesis kinesis, string name, Backoff backoff, TimeProvider clock)
{
    private const int KeysAtOnce = 32;

    private readonly ConcurrentDictionary<string, string> lastOfKeys = new();

    /// <exception cref="RecordsRefusedException">The stream refused a record in every attempt; of its key, nothing after it was sent.</exception>
    public Task SendAsync(IReadOnlyList<StreamRecord> records, CancellationToken cancellation = default) => Parallel.ForEachAsync(
        records.GroupBy(record => record.PartitionKey),
        new ParallelOptions { MaxDegreeOfParallelism = KeysAtOnce, CancellationToken = cancellation },
        async (key, stop) =>
        {
            foreach (var record in key)
            {
                lastOfKeys[key.Key] = await PutAsync(record, stop);
            }
        });

    private async Task<string> PutAsync(StreamRecord record, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return (await kinesis.PutRecordAsync(Request(record), cancellation)).SequenceNumber;
            }
            catch (Exception error) when (error is HttpRequestException || (error is AmazonServiceException service && KinesisSink.IsPassing(service)))
            {
                if (attempt == backoff.Attempts)
                {
                    throw new RecordsRefusedException([record], attempt, error.Message);
                }
            }

            await Task.Delay(backoff.After(attempt), clock, cancellation);
        }
    }

    private PutRecordRequest Request(StreamRecord record) => new()
    {
        StreamName = name,
        PartitionKey = record.PartitionKey,
        Data = new MemoryStream(record.Data.ToArray(), writable: false),
        SequenceNumberForOrdering = lastOfKeys.GetValueOrDefault(record.PartitionKey),
    };
}
