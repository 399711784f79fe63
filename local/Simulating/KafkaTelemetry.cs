using Kafka;
using Kinesis;
using Local.Services;
using RealTime.Streams;
using Workflow;

namespace Local.Simulating;

/// <summary>
/// Trucks' reports by way of a Kafka topic: simulated trucks send to it, and a consumer group counts all events on it.
/// </summary>
/// <remarks>The client library is loaded by this class and by nothing else.</remarks>
internal sealed class KafkaTelemetry : IStreams, IAsyncDisposable
{
    private static readonly string Topic = KnownStreams.Telemetry.Name;

    private readonly TopicWriter writer;
    private readonly IReadOnlyList<TopicReader> readers;
    private readonly IStreams others;

    private KafkaTelemetry(TopicWriter writer, IReadOnlyList<TopicReader> readers, IStreams others) =>
        (this.writer, this.readers, this.others) = (writer, readers, others);

    /// <param name="pipeline">Started: it counts.</param>
    /// <param name="others">The streams for all other records.</param>
    /// <exception cref="KafkaException">The cluster cannot be used; the message says why.</exception>
    public static async Task<KafkaTelemetry> StartAsync(
        KafkaConnection connection, StreamPipeline pipeline, IStreams others, TimeProvider clock, Action<string> notice)
    {
        var options = WorkflowFiles.Streams[Topic];
        var writer = await TopicWriter.OpenAsync(connection, Topic);
        var readers = new List<TopicReader> { Read(connection, pipeline.CountTopicAsync) };
        if (pipeline.Search is { } search)
        {
            // Search has a group of its own, so that counting never waits for it.
            readers.Add(Read(connection with { Group = $"{connection.Group}-search" }, async (records, stop) =>
            {
                await search.IndexAsync(records, stop);
                return [];
            }));
        }

        return new(writer, readers, others);

        TopicReader Read(KafkaConnection member, BatchHandler handle)
        {
            var reader = new TopicReader(
                member, Topic, options.BatchSize, TimeSpan.FromSeconds(options.BatchingWindowSeconds), handle, notice, clock);
            reader.Start();
            return reader;
        }
    }

    public Task PutAsync(string stream, IReadOnlyList<PutRecord> records, CancellationToken cancellation) => stream == Topic
        ? writer.SendAsync(records.Select(record => (record.PartitionKey, record.Data)), cancellation)
        : others.PutAsync(stream, records, cancellation);

    /// <summary>Everything that was sent here is counted, and its offsets are committed.</summary>
    public Task CaughtUpAsync(CancellationToken cancellation) => Task.WhenAll(readers.Select(reader => reader.CaughtUpAsync(writer.Sent, cancellation)));

    /// <summary>Reads how far the groups are that read the topic here.</summary>
    public async Task<IReadOnlyList<TopicProgress>> ProgressAsync(CancellationToken cancellation) =>
        await Task.WhenAll(readers.Select(reader => reader.ProgressAsync(cancellation)));

    public async ValueTask DisposeAsync()
    {
        foreach (var reader in readers)
        {
            await reader.DisposeAsync();
        }

        writer.Dispose();
    }
}
