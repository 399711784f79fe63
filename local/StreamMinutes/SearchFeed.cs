using Kinesis.Mappings;
using RealTime.Processing;

namespace Local.StreamMinutes;

/// <summary>Takes a stream's records to search.</summary>
internal sealed class SearchFeed(EventSearch search) : IStreamFunction
{
    /// <summary>Records taken at once.</summary>
    public const int BatchSize = 500;

    public async Task<ReadOnlyMemory<byte>> InvokeAsync(ReadOnlyMemory<byte> kinesisEvent, CancellationToken cancellation)
    {
        await search.IndexAsync(KinesisEventJson.Read(kinesisEvent), cancellation);
        return ReadOnlyMemory<byte>.Empty;
    }
}
