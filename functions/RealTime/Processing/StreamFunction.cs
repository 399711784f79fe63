namespace RealTime.Processing;

/// <summary>The function behind the event source mappings: on AWS its Lambda handler calls it, on one machine the stage does.</summary>
public sealed class StreamFunction
{
    private readonly IReadOnlyDictionary<string, StreamProcessor> processors;

    /// <param name="processors">The processors by the name of the stream as it was deployed.</param>
    public StreamFunction(IReadOnlyDictionary<string, StreamProcessor> processors) => this.processors = processors;

    /// <summary>The whole invocation, from the poller's JSON to its answer.</summary>
    /// <exception cref="FormatException">The event is not one of a Kinesis stream.</exception>
    /// <exception cref="Exception">All of the batch must come again.</exception>
    public async Task<byte[]> InvokeAsync(ReadOnlyMemory<byte> kinesisEvent, CancellationToken cancellation = default) =>
        KinesisEventJson.Answer((await HandleAsync(KinesisEventJson.Read(kinesisEvent), cancellation)).FailedFrom);

    /// <param name="records">The records of one shard, as in every batch.</param>
    public async Task<BatchResult> HandleAsync(IReadOnlyList<StreamRecord> records, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(records);

        if (records.Count == 0)
        {
            return BatchResult.Empty;
        }

        var name = records[0].Stream;
        if (records.Any(record => record.Stream != name))
        {
            throw new ArgumentException("The records of a batch are of one stream.", nameof(records));
        }

        return processors.TryGetValue(name, out var processor)
            ? await processor.ProcessAsync(records, cancellation)
            : throw new InvalidOperationException(
                $"Nothing is known of the stream '{name}'; the function was set up for {string.Join(", ", processors.Keys)}.");
    }

    /// <summary>A batch of several shards, as the poller of a Kafka topic hands it over: each shard is counted by itself.</summary>
    /// <returns>The counts of all, and every record that must come again: of a shard, all from the first that failed on.</returns>
    /// <exception cref="Exception">All of the batch must come again.</exception>
    public async Task<(BatchResult Counts, IReadOnlyList<StreamRecord> Again)> HandleMixedAsync(
        IReadOnlyList<StreamRecord> records, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(records);

        var counts = BatchResult.Empty;
        var again = new List<StreamRecord>();
        foreach (var shard in records.GroupBy(record => (record.Stream, record.ShardId)))
        {
            var batch = shard.ToList();
            var result = await HandleAsync(batch, cancellation);
            counts = counts.Plus(result);
            if (result.FailedFrom is { } failed)
            {
                again.AddRange(batch.SkipWhile(record => record.SequenceNumber != failed));
            }
        }

        return (counts, again);
    }
}
