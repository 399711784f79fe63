namespace StoreSimulation;

/// <summary>Sends simulated records when they are due, in batches of one stream.</summary>
/// <param name="put">Returns when the stream has taken every record of the batch; a batch has at most <see cref="MostInBatch"/>.</param>
/// <param name="speed">Simulated seconds in a real one, until the simulation has come to the present; 0: all of the past at once. Later, time is real.</param>
public sealed class PacedSender(Func<IReadOnlyList<TimedRecord>, CancellationToken, Task> put, TimeProvider clock, int speed)
{
    /// <summary>The records that one PutRecords request takes.</summary>
    public const int MostInBatch = 500;

    // Records that are due within this time go in one request.
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(200);

    /// <param name="records">The records in the order in which they are sent.</param>
    /// <param name="start">The time at which the simulation begins.</param>
    /// <returns>The number of records that the streams have taken.</returns>
    public async Task<long> SendAsync(IEnumerable<TimedRecord> records, DateTimeOffset start, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(records);

        var begun = clock.GetUtcNow();
        var batch = new List<TimedRecord>(MostInBatch);
        var sent = 0L;
        foreach (var record in records)
        {
            var pause = Due(record, start, begun) - clock.GetUtcNow();
            if (batch.Count == MostInBatch || pause > Together || (batch.Count > 0 && batch[0].Stream != record.Stream))
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
        if (count > 0)
        {
            await put([.. batch], cancellation);
            batch.Clear();
        }

        return count;
    }
}
