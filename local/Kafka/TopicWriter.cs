using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Kafka;

/// <summary>Sends records to a topic.</summary>
public sealed class TopicWriter : IDisposable
{
    // The partitions of a topic that is created here, when the cluster creates none by itself.
    private const int Partitions = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly KafkaConnection connection;
    private readonly string topic;
    private readonly IProducer<byte[], byte[]> producer;
    private readonly Dictionary<int, long> sent = [];

    private TopicWriter(KafkaConnection connection, string topic, IProducer<byte[], byte[]> producer) =>
        (this.connection, this.topic, this.producer) = (connection, topic, producer);

    /// <summary>The last offset of each partition that this writer's records have.</summary>
    public IReadOnlyDictionary<int, long> Sent => sent;

    /// <summary>Connects, and makes the topic where it is missing.</summary>
    /// <exception cref="KafkaException">No broker answers, or there is no topic and none can be made.</exception>
    public static async Task<TopicWriter> OpenAsync(KafkaConnection connection, string topic)
    {
        ArgumentNullException.ThrowIfNull(connection);

        IProducer<byte[], byte[]> producer;
        try
        {
            // Errors are thrown by the call that they concern, and not written to the error stream.
            producer = new ProducerBuilder<byte[], byte[]>(ClientSettings.Producer(connection)).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            throw new KafkaException($"The client library does not take the properties: {error.Message}", error);
        }

        var writer = new TopicWriter(connection, topic, producer);
        try
        {
            await writer.RequireTopicAsync();
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <returns>A task that ends when the brokers have all records.</returns>
    /// <exception cref="KafkaException">They do not take one.</exception>
    public async Task SendAsync(IEnumerable<(string Key, ReadOnlyMemory<byte> Value)> records, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(records);

        try
        {
            var taken = await Task.WhenAll(records.Select(record => producer.ProduceAsync(
                topic,
                new() { Key = Encoding.UTF8.GetBytes(record.Key), Value = record.Value.ToArray() },
                cancellation)));
            foreach (var one in taken)
            {
                sent[one.Partition.Value] = Math.Max(one.Offset.Value, sent.GetValueOrDefault(one.Partition.Value, -1));
            }
        }
        catch (Confluent.Kafka.KafkaException error)
        {
            throw new KafkaException($"The topic {topic} at {connection.Bootstrap} does not take records: {error.Error.Reason}", error);
        }
    }

    public void Dispose() => producer.Dispose();

    private async Task RequireTopicAsync()
    {
        using var admin = new DependentAdminClientBuilder(producer.Handle).Build();
        TopicMetadata found;
        try
        {
            // librdkafka's call blocks.
            found = await Task.Run(() => admin.GetMetadata(topic, Patience).Topics.Single(one => one.Topic == topic));
        }
        catch (Confluent.Kafka.KafkaException error)
        {
            throw new KafkaException(
                $"No broker answers at {connection.Bootstrap}: {error.Error.Reason}. Start one, or name another with --bootstrap.", error);
        }

        // A cluster that makes topics by itself may say so for a moment.
        if (found.Error.Code is not (ErrorCode.NoError or ErrorCode.LeaderNotAvailable))
        {
            await CreateTopicAsync(admin, found.Error);
        }
    }

    private async Task CreateTopicAsync(IAdminClient admin, Error missing)
    {
        try
        {
            await admin.CreateTopicsAsync(
            [
                new()
                {
                    Name = topic,
                    NumPartitions = Partitions,
                    ReplicationFactor = -1,
                    // Whether an event came too late is judged by the time at which the broker took it.
                    Configs = new() { ["message.timestamp.type"] = "LogAppendTime" },
                },
            ]);
        }
        catch (Confluent.Kafka.KafkaException error) when (!IsThere(error))
        {
            throw new KafkaException(
                $"The cluster at {connection.Bootstrap} has no topic {topic} ({missing.Reason}), and does not let one be made: {error.Error.Reason}. "
                + $"Make it: kafka-topics.sh --create --topic {topic} --partitions {Partitions} --config message.timestamp.type=LogAppendTime.",
                error);
        }
    }

    private static bool IsThere(Confluent.Kafka.KafkaException error) =>
        error is CreateTopicsException { Results: [{ Error.Code: ErrorCode.TopicAlreadyExists }] };
}
