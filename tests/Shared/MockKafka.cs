using Confluent.Kafka;
using Kafka;

namespace Tests.Shared;

/// <summary>The cluster of three brokers that librdkafka brings along for tests: it speaks Kafka's protocol on loopback, groups included.</summary>
internal sealed class MockKafka : IDisposable
{
    // Whose end is the cluster's.
    private readonly IAdminClient host;

    public MockKafka()
    {
        var config = new AdminClientConfig { BootstrapServers = "of-the-mock" };
        config.Set("test.mock.num.brokers", "3");
        host = new AdminClientBuilder(config).SetLogHandler((_, _) => { }).Build();
        Bootstrap = string.Join(',', host.GetMetadata(TimeSpan.FromSeconds(60)).Brokers.Select(broker => $"{broker.Host}:{broker.Port}"));
    }

    public string Bootstrap { get; }

    public KafkaConnection Connection(string group = "counting", params (string Name, string Value)[] properties) =>
        new(Bootstrap, group, properties.ToDictionary(one => one.Name, one => one.Value));

    /// <summary>The group's next offset in each partition for which it has committed one.</summary>
    public IReadOnlyDictionary<int, long> Committed(string topic, string group = "counting")
    {
        using var reader = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig { BootstrapServers = Bootstrap, GroupId = group })
            .SetLogHandler((_, _) => { }).Build();
        var partitions = host.GetMetadata(topic, TimeSpan.FromSeconds(60)).Topics.Single().Partitions;
        return reader
            .Committed([.. partitions.Select(partition => new TopicPartition(topic, partition.PartitionId))], TimeSpan.FromSeconds(60))
            .Where(place => place.Offset != Offset.Unset)
            .ToDictionary(place => place.Partition.Value, place => place.Offset.Value);
    }

    public void Dispose() => host.Dispose();
}
