using Kinesis.Mappings;
using RealTime.Processing;

namespace Local.StreamMinutes;

/// <summary>The function behind the streams' event source mappings, as its Lambda is on AWS.</summary>
internal sealed class CountEvents(StreamFunction function) : IStreamFunction
{
    /// <summary>The function's name.</summary>
    public const string Name = "CountEvents";

    private readonly Lock gate = new();
    private StreamTotals totals = new();

    /// <summary>The sums of all calls so far.</summary>
    public StreamTotals Totals
    {
        get
        {
            lock (gate)
            {
                return totals;
            }
        }
    }

    public async Task<ReadOnlyMemory<byte>> InvokeAsync(ReadOnlyMemory<byte> kinesisEvent, CancellationToken cancellation)
    {
        var result = await function.HandleAsync(KinesisEventJson.Read(kinesisEvent), cancellation);
        Add(result);
        return KinesisEventJson.Answer(result.FailedFrom);
    }

    /// <summary>A batch of a Kafka topic.</summary>
    /// <returns>The records that must come again.</returns>
    public async Task<IReadOnlyList<StreamRecord>> CountTopicAsync(IReadOnlyList<StreamRecord> records, CancellationToken cancellation)
    {
        var (counts, again) = await function.HandleMixedAsync(records, cancellation);
        Add(counts);
        return again;
    }

    private void Add(BatchResult result)
    {
        lock (gate)
        {
            totals = totals.With(result);
        }
    }
}
