using Amazon.Lambda.KinesisEvents;
using RealTime.Processing;

namespace StreamBatches;

/// <summary>The records that Lambda's poller of a Kinesis stream hands over, and the answer that it takes.</summary>
public static class KinesisBatch
{
    /// <summary>The batch's records, of one shard and in its order.</summary>
    public static IReadOnlyList<StreamRecord> ToStream(this KinesisEvent batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return [.. batch.Records.Select(Record)];
    }

    /// <param name="failedFrom">The sequence number from which on the records must come again; null: the batch is done.</param>
    public static StreamsEventResponse Answer(string? failedFrom) => new()
    {
        BatchItemFailures = failedFrom is null ? [] : [new() { ItemIdentifier = failedFrom }],
    };

    private static StreamRecord Record(KinesisEvent.KinesisEventRecord record) => new(
        KinesisEventJson.StreamOf(record.EventSourceARN),
        KinesisEventJson.ShardOf(record.EventId),
        record.Kinesis.SequenceNumber,
        record.Kinesis.PartitionKey,
        Milliseconds(record.Kinesis.ApproximateArrivalTimestamp!.Value),
        record.Kinesis.Data.ToArray());

    /// <summary>The time as <see cref="KinesisEventJson"/> has it, so that the age of an event is judged in the same way.</summary>
    private static DateTimeOffset Milliseconds(DateTime arrived)
    {
        var utc = arrived.ToUniversalTime().Ticks;
        return new(utc - (utc % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
    }
}
