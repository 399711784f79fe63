using Amazon.S3;
using RealTime.SideOutputs;

namespace StreamStorage;

/// <summary>Refused and late records in the lake bucket, an object for each, under its own path.</summary>
public sealed class S3SideOutput(IAmazonS3 s3, string bucket) : ISideOutput
{
    private const int PutsAtOnce = 16;

    public Task KeepAsync(IReadOnlyList<SetAside> records, CancellationToken cancellation = default) =>
        Parallel.ForEachAsync(
            records,
            new ParallelOptions { MaxDegreeOfParallelism = PutsAtOnce, CancellationToken = cancellation },
            async (record, stop) => await s3.PutObjectAsync(
                new()
                {
                    BucketName = bucket,
                    Key = record.Path,
                    ContentType = "application/json",
                    InputStream = new MemoryStream(record.ToJson(), writable: false),
                },
                stop));
}
