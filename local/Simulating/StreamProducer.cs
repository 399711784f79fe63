using Kinesis;
using StoreSimulation;

namespace Local.Simulating;

/// <summary>Puts simulated records on streams when they are due.</summary>
/// <inheritdoc cref="PacedSender" path="/param[@name='speed']"/>
internal sealed class StreamProducer(IStreams streams, TimeProvider clock, int speed)
{
    /// <inheritdoc cref="PacedSender.SendAsync"/>
    public Task<long> SendAsync(IEnumerable<TimedRecord> records, DateTimeOffset start, CancellationToken cancellation) =>
        new PacedSender(PutAsync, clock, speed).SendAsync(records, start, cancellation);

    private Task PutAsync(IReadOnlyList<TimedRecord> batch, CancellationToken cancellation) =>
        streams.PutAsync(batch[0].Stream, [.. batch.Select(record => new PutRecord(record.PartitionKey, record.Json))], cancellation);
}
