using System.Text;
using Kinesis.Mappings;
using Lake.S3;
using Local.Sns;
using Local.Sqs;

namespace Local.Lambda;

/// <summary>
/// The destinations for batches that event source mappings gave up on: a queue, a topic, or a bucket of the stage.
/// </summary>
internal sealed class FailureDestinations(Func<Queues> queues, Func<Topics> topics, S3Folder lake) : IFailureDestinations
{
    private const string Bucket = "arn:aws:s3:::";

    public async Task SendAsync(string arn, string key, ReadOnlyMemory<byte> document, CancellationToken cancellation)
    {
        if (arn.StartsWith(Bucket, StringComparison.Ordinal))
        {
            lake.Put(new(arn[Bucket.Length..], key), document.Span);
        }
        else if (arn.StartsWith("arn:aws:sns:", StringComparison.Ordinal))
        {
            await topics().PublishAsync(arn, subject: null, Encoding.UTF8.GetString(document.Span));
        }
        else
        {
            await queues().Get(QueueAddress.NameInArn(arn)).SendAsync(new(Encoding.UTF8.GetString(document.Span)));
        }
    }
}
