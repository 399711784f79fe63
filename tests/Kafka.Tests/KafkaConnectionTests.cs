using System.Net;
using System.Net.Sockets;
using Tests.Shared;

namespace Kafka.Tests;

/// <summary>What is said when a cluster cannot be used as it is named.</summary>
public sealed class KafkaConnectionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Properties_are_read_as_Kafkas_tools_write_them()
    {
        File.WriteAllText(folder["client.properties"], "# of our cluster\nsecurity.protocol = SASL_SSL\n\nsasl.password=a=b\n");

        Assert.Equal(
            new Dictionary<string, string> { ["security.protocol"] = "SASL_SSL", ["sasl.password"] = "a=b" },
            KafkaConnection.ReadProperties(folder["client.properties"]));
    }

    [Fact]
    public void A_line_that_is_no_property_is_named_and_not_repeated()
    {
        File.WriteAllText(folder["client.properties"], "security.protocol=SASL_SSL\nhunter2");

        var error = Assert.Throws<KafkaException>(() => KafkaConnection.ReadProperties(folder["client.properties"]));

        Assert.EndsWith("client.properties, line 2: expected name=value, such as security.protocol=SASL_SSL.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_broker_answers_the_address_and_the_remedy_are_named()
    {
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var address = $"{nobody.LocalEndpoint}";
        nobody.Stop();

        var error = await Assert.ThrowsAsync<KafkaException>(() => TopicWriter.OpenAsync(new(address, "group", new Dictionary<string, string>()), "telemetry"));

        Assert.StartsWith($"No broker answers at {address}: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Start one, or name another with --bootstrap.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_property_that_nobody_knows_is_named()
    {
        var connection = new KafkaConnection("127.0.0.1:9092", "group", new Dictionary<string, string> { ["secury.protocol"] = "SSL" });

        var error = await Assert.ThrowsAsync<KafkaException>(() => TopicWriter.OpenAsync(connection, "telemetry"));

        Assert.Contains("secury.protocol", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();
}
