using Kafka;
using Kinesis;
using Local.Services;
using RealTime.Streams;
using Workflow;

namespace Local.Simulating;

/// <summary>What trucks report, by way of a Kafka topic: simulated trucks send to it, and a consumer group counts what anybody sent.</summary>
/// <remarks>The client library is loaded by this class and by nothing else.</remarks>
internal sealed class KafkaTelemetry : IStreams, IAsyncDisposable
{
    private static readonly string Topic = KnownStreams.Telemetry.Name;

    private readonly TopicWriter writer;
    private readonly TopicReader reader;
    private readonly IStreams others;

    private KafkaTelemetry(TopicWriter writer, TopicReader reader, IStreams others) =>
        (this.writer, this.reader, this.others) = (writer, reader, others);

    /// <param name="pipeline">Started: it counts.</param>
    /// <param name="others">Where the other streams' records go.</param>
    /// <exception cref="KafkaException">The cluster cannot be used; the message says why.</exception>
    public static async Task<KafkaTelemetry> StartAsync(
        KafkaConnection connection, StreamPipeline pipeline, IStreams others, TimeProvider clock, Action<string> notice)
    {
        var options = WorkflowFiles.Streams[Topic];
        var writer = await TopicWriter.OpenAsync(connection, Topic);
        var reader = new TopicReader(
            connection, Topic, options.BatchSize, TimeSpan.FromSeconds(options.BatchingWindowSeconds), pipeline.CountTopicAsync, notice, clock);
        reader.Start();
        return new(writer, reader, others);
    }

    public Task PutAsync(string stream, IReadOnlyList<PutRecord> records, CancellationToken cancellation) => stream == Topic
        ? writer.SendAsync(records.Select(record => (record.PartitionKey, record.Data)), cancellation)
        : others.PutAsync(stream, records, cancellation);

    /// <summary>Everything that was sent here is counted, and its offsets are committed.</summary>
    public Task CaughtUpAsync(CancellationToken cancellation) => reader.CaughtUpAsync(writer.Sent, cancellation);

    public async ValueTask DisposeAsync()
    {
        await reader.DisposeAsync();
        writer.Dispose();
    }
}
