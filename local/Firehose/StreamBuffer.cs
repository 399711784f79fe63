using Lake.Counting;
using Lake.Firehose;
using Local.Storage;

namespace Local.Firehose;

/// <summary>
/// A delivery stream's buffer: records are on the disk when they are answered for, and in the lake when the buffer is
/// full, when a while has passed, or when somebody is about to ask the lake.
/// </summary>
/// <remarks>
/// Records are delivered at least once, as by Firehose: when the process is killed between a delivery and its record in
/// the journal, the delivery is repeated.
/// </remarks>
internal sealed class StreamBuffer : IAsyncDisposable
{
    public const int Size = 4 * 1024 * 1024;

    // A buffer that the lake cannot empty takes no more than this.
    private const int MostHeld = 16 * Size;

    private readonly DeliveryStream stream;
    private readonly TimeProvider clock;
    private readonly Action<string> notice;
    private readonly Lock gate = new();
    private readonly SemaphoreSlim delivering = new(1);
    private readonly Journal<TakenRecords> journal;
    private readonly ITimer timer;
    private List<TakenRecords> held = [];
    private long heldBytes;

    /// <param name="interval">The time after which the oldest record is delivered.</param>
    /// <exception cref="JournalException">What the last process took cannot be read.</exception>
    public StreamBuffer(string name, DeliveryStream stream, string folder, TimeSpan interval, TimeProvider clock, Action<string> notice)
    {
        (Name, this.stream, Interval, this.clock, this.notice) = (name, stream, interval, clock, notice);
        journal = Journal<TakenRecords>.Open(
            Path.Combine(folder, $"{name}.journal"), $"stream {name}", TakenRecordsJson.Lines.TakenRecords, Hold);
        if (journal.Recovered is { } recovered)
        {
            notice(recovered);
        }

        timer = clock.CreateTimer(_ => _ = DeliverAsync(CancellationToken.None), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (held.Count > 0)
        {
            timer.Change(Interval, Timeout.InfiniteTimeSpan);
        }
    }

    public string Name { get; }

    /// <summary>The time after which the oldest record is delivered.</summary>
    public TimeSpan Interval { get; }

    /// <summary>Takes records, or none of them where there is no room.</summary>
    /// <returns>Whether the lines were taken; when they were, they survive this process.</returns>
    /// <exception cref="JournalException">They cannot be written down.</exception>
    public async Task<bool> TakeAsync(byte[] lines)
    {
        Task recorded;
        bool isFull;
        lock (gate)
        {
            if (heldBytes + lines.Length > MostHeld)
            {
                return false;
            }

            var records = new TakenRecords(clock.GetUtcNow(), lines);
            if (held.Count == 0)
            {
                timer.Change(Interval, Timeout.InfiniteTimeSpan);
            }

            Hold(records);
            isFull = heldBytes >= Size;
            recorded = journal.AppendAsync(records);
        }

        await recorded;
        if (isFull)
        {
            _ = DeliverAsync(CancellationToken.None);
        }

        return true;
    }

    /// <summary>Puts all that was taken so far into the lake.</summary>
    public async Task DeliverAsync(CancellationToken cancellation)
    {
        await delivering.WaitAsync(cancellation);
        try
        {
            List<TakenRecords> batch;
            lock (gate)
            {
                batch = [.. held];
            }

            if (batch.Count > 0)
            {
                await Task.Run(() => Deliver(batch), cancellation);
            }
        }
        finally
        {
            delivering.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await timer.DisposeAsync();
        await DeliverAsync(CancellationToken.None);
        await journal.DisposeAsync();
        delivering.Dispose();
    }

    private void Deliver(List<TakenRecords> batch)
    {
        try
        {
            stream.Ingest(batch.Select(records => new ArrivedLines(records.Arrival, records.Lines)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or Lake.DuckDb.DuckDbException)
        {
            notice($"The stream {Name} cannot deliver and keeps {Counts.Things(heldBytes, "byte")} for the next time: {error.Message}");
            timer.Change(Interval, Timeout.InfiniteTimeSpan);
            return;
        }

        lock (gate)
        {
            held = [.. held.Skip(batch.Count)];
            heldBytes = held.Sum(records => (long)records.Lines.Length);
            journal.Compact(held);
            if (held.Count > 0)
            {
                timer.Change(Interval, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Hold(TakenRecords records)
    {
        held.Add(records);
        heldBytes += records.Lines.Length;
    }
}
