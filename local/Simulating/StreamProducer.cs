using Kinesis;
using Local.StreamMinutes;
using StoreSimulation;

namespace Local.Simulating;

/// <summary>Puts simulated records on streams when they are due.</summary>
/// <param name="speed">Simulated seconds in a real one, until the simulation has come to the present; 0: all of the past at once. Later, time is real.</param>
internal sealed class StreamProducer(IStreams streams, TimeProvider clock, int speed)
{
    // What is due within it goes in one request.
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(200);

    /// <param name="records">In the order in which they are sent.</param>
    /// <param name="start">When the simulation begins.</param>
    /// <returns>How many records the streams have taken.</returns>
    public async Task<long> SendAsync(IEnumerable<TimedRecord> records, DateTimeOffset start, CancellationToken cancellation)
    {
        var begun = clock.GetUtcNow();
        var batch = new List<TimedRecord>(StreamPuts.MostInRequest);
        var sent = 0L;
        foreach (var record in records)
        {
            var pause = Due(record, start, begun) - clock.GetUtcNow();
            if (batch.Count == StreamPuts.MostInRequest || pause > Together || (batch.Count > 0 && batch[0].Stream != record.Stream))
            {
                sent += await PutAsync(batch, cancellation);
            }

            if (pause > Together)
            {
                await Task.Delay(pause, clock, cancellation);
            }

            batch.Add(record);
        }

        return sent + await PutAsync(batch, cancellation);
    }

    // Never before it happens: an event of the future is refused.
    private DateTimeOffset Due(TimedRecord record, DateTimeOffset start, DateTimeOffset begun)
    {
        var due = speed == 0 ? begun : begun + ((record.SentAt - start) / speed);
        return due > record.SentAt ? due : record.SentAt;
    }

    private async Task<int> PutAsync(List<TimedRecord> batch, CancellationToken cancellation)
    {
        var count = batch.Count;
        if (count == 0)
        {
            return 0;
        }

        await streams.PutAsync(batch[0].Stream, [.. batch.Select(record => new PutRecord(record.PartitionKey, record.Json))], cancellation);
        batch.Clear();
        return count;
    }
}
