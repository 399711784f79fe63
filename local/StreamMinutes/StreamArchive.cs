using Kinesis.Mappings;
using Local.Firehose;
using RealTime.Processing;

namespace Local.StreamMinutes;

/// <summary>Takes a stream's records into the lake as they came, as a delivery stream whose source is the stream does on AWS.</summary>
internal sealed class StreamArchive(StreamBuffer buffer, TimeProvider clock) : IStreamFunction
{
    /// <summary>Records taken at once.</summary>
    public const int BatchSize = 500;

    private static readonly TimeSpan WhenFull = TimeSpan.FromSeconds(1);

    public async Task<ReadOnlyMemory<byte>> InvokeAsync(ReadOnlyMemory<byte> kinesisEvent, CancellationToken cancellation)
    {
        await TakeAsync(KinesisEventJson.Read(kinesisEvent), cancellation);
        return ReadOnlyMemory<byte>.Empty;
    }

    /// <returns>A task that ends when the records are on their way.</returns>
    public async Task TakeAsync(IEnumerable<StreamRecord> records, CancellationToken cancellation)
    {
        using var lines = new MemoryStream();
        foreach (var record in records)
        {
            lines.Write(record.Data.Span);
            lines.WriteByte((byte)'\n');
        }

        while (!await buffer.TakeAsync(lines.ToArray()))
        {
            // The records are safe in the stream; the lake cannot take more just now.
            await Task.Delay(WhenFull, clock, cancellation);
        }
    }
}
