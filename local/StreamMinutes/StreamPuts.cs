using Kinesis;

namespace Local.StreamMinutes;

/// <summary>Puts records until their stream has taken each; again go those alone that a shard had no room for.</summary>
internal static class StreamPuts
{
    /// <summary>Records of one request at most.</summary>
    public const int MostInRequest = 500;

    private static readonly TimeSpan BeforeResending = TimeSpan.FromMilliseconds(500);

    /// <exception cref="KinesisException">The stream does not take a request as a whole.</exception>
    public static async Task PutAllAsync(
        this KinesisService kinesis, string stream, IEnumerable<PutRecord> records, CancellationToken cancellation)
    {
        foreach (var request in records.Chunk(MostInRequest))
        {
            var left = request;
            while (true)
            {
                var outcomes = await kinesis.PutAsync(stream, left);
                left = [.. left.Zip(outcomes).Where(put => put.Second.ErrorCode is not null).Select(put => put.First)];
                if (left.Length == 0)
                {
                    break;
                }

                await Task.Delay(BeforeResending, kinesis.Options.Clock, cancellation);
            }
        }
    }
}
