using Confluent.Kafka;

namespace Kafka;

/// <summary>The client library's settings for a producer and a consumer.</summary>
internal static class ClientSettings
{
    /// <summary>A record is sent until every replica in sync has it, and is there once, in its partition's order.</summary>
    public static ProducerConfig Producer(KafkaConnection connection) => Apply(connection, new ProducerConfig
    {
        Acks = Acks.All,
        EnableIdempotence = true,
        LingerMs = 5,
        // A key's partition is chosen as in Java's clients, so that a truck stays in one partition for every sender.
        Partitioner = Partitioner.Murmur2Random,
        // A caller that waits for a missing broker gets an error within half a minute.
        MessageTimeoutMs = 30_000,
    });

    /// <summary>The settings of a consumer that commits only the offsets that <see cref="TopicReader"/> names.</summary>
    public static ConsumerConfig Consumer(KafkaConnection connection) => Apply(connection, new ConsumerConfig
    {
        GroupId = connection.Group,
        EnableAutoCommit = false,
        EnableAutoOffsetStore = false,
        AutoOffsetReset = AutoOffsetReset.Earliest,
    });

    // The user's own come last: they know their cluster.
    private static T Apply<T>(KafkaConnection connection, T config)
        where T : ClientConfig
    {
        config.BootstrapServers = connection.Bootstrap;
        config.ClientId = "streaming-analytics";
        foreach (var (name, value) in connection.Properties)
        {
            config.Set(name, value);
        }

        return config;
    }
}
