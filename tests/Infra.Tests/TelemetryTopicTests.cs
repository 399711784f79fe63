namespace Infra.Tests;

/// <summary>The trucks' events by way of Kafka, where the settings ask for it.</summary>
public class TelemetryTopicTests
{
    private static Task<DeployedStack> Dev => DeployedStack.DevWith(("realtime", "true"), ("source", "kafka"));

    [Fact]
    public async Task Nothing_of_it_is_deployed_unless_it_is_asked_for()
    {
        string[] kinds = ["msk/", "ec2/", "vpc/"];
        var stack = await DeployedStack.DevWith(("realtime", "true"));

        Assert.DoesNotContain(stack.Resources, resource => kinds.Any(kind => resource.ShortType.StartsWith(kind, StringComparison.Ordinal)));
        Assert.DoesNotContain(stack.Resources, resource => resource.Name.Contains("topic-events", StringComparison.Ordinal));
        Assert.DoesNotContain(stack.All("lambda/Function"), function => function["environment.variables.TELEMETRY_DELIVERY"] is not null);
    }

    [Fact]
    public async Task It_takes_the_place_of_the_trucks_stream_and_leaves_the_shops_alone()
    {
        var stack = await Dev;

        Assert.Equal("streaming-analytics-dev-visits", Assert.Single(stack.All("kinesis/Stream")).Text("name"));
        Assert.Equal("telemetry", stack.The("count-topic-events").Text("environment.variables.TELEMETRY_STREAM"));
        Assert.Equal("streaming-analytics-dev-telemetry", stack.The("count-topic-events").Text("environment.variables.TELEMETRY_DELIVERY"));
        Assert.Null(stack.The("telemetry-stream")["kinesisSourceConfiguration"]);
        Assert.True(stack.The("telemetry-stream").Flag("serverSideEncryption.enabled"));
    }

    [Fact]
    public async Task Brokers_are_private_and_take_IAM_over_TLS_alone()
    {
        var stack = await Dev;
        var cluster = stack.The("telemetry-cluster");

        Assert.Equal("DISABLED", cluster.Text("brokerNodeGroupInfo.connectivityInfo.publicAccess.type"));
        Assert.True(cluster.Flag("clientAuthentication.sasl.iam"));
        Assert.False(cluster.Flag("clientAuthentication.unauthenticated"));
        Assert.Equal("TLS", cluster.Text("encryptionInfo.encryptionInTransit.clientBroker"));
        Assert.True(cluster.Flag("encryptionInfo.encryptionInTransit.inCluster"));
        Assert.Equal((3, "kafka.t3.small", 3), (cluster.Number("numberOfBrokerNodes"), cluster.Text("brokerNodeGroupInfo.instanceType"), cluster["brokerNodeGroupInfo.clientSubnets"]!.AsArray().Count));
        Assert.All(stack.All("vpc/SecurityGroupIngressRule"), rule =>
        {
            Assert.NotNull(rule.Text("referencedSecurityGroupId"));
            Assert.Equal((9098, 9098), (rule.Number("fromPort"), rule.Number("toPort")));
        });
        Assert.DoesNotContain(stack.Resources, resource => resource.ShortType is "ec2/InternetGateway" or "ec2/NatGateway");
        Assert.All(stack.All("ec2/Subnet"), subnet => Assert.False(subnet.Flag("mapPublicIpOnLaunch")));
    }

    [Fact]
    public async Task With_the_stacks_key_the_brokers_volumes_are_encrypted_by_it() =>
        Assert.StartsWith(
            "arn:aws:kms:", (await DeployedStack.Prod).The("telemetry-cluster").Text("encryptionInfo.encryptionAtRestKmsKeyArn"), StringComparison.Ordinal);

    // What nobody deletes fills a volume: three partitions with their copies have a third of a broker's 20 GiB.
    [Fact]
    public async Task Arrival_is_the_brokers_time_and_no_volume_can_fill()
    {
        var stack = await Dev;
        var properties = stack.The("telemetry-broker-configuration").Text("serverProperties")!.Split('\n');

        Assert.Contains("log.message.timestamp.type=LogAppendTime", properties);
        Assert.Contains("log.retention.bytes=1073741824", properties);
        Assert.Equal(3, stack.The("telemetry-topic-of-events").Number("partitionCount"));
        Assert.Equal(20, stack.The("telemetry-cluster").Number("brokerNodeGroupInfo.storageInfo.ebsStorageInfo.volumeSize"));
    }

    [Fact]
    public async Task A_poller_of_its_own_retries_bisects_and_keeps_what_is_given_up_on()
    {
        var stack = await Dev;
        var mapping = stack.The("telemetry-to-count-topic-events");

        Assert.Contains(mapping.Text("eventSourceArn")!, stack.The("telemetry-cluster").Identities);
        Assert.Equal("""["telemetry"]""", mapping["topics"]!.ToJsonString());
        Assert.Equal((1, 2), (mapping.Number("provisionedPollerConfig.minimumPollers"), mapping.Number("provisionedPollerConfig.maximumPollers")));
        Assert.Equal("""["ReportBatchItemFailures"]""", mapping["functionResponseTypes"]!.ToJsonString());
        Assert.True(mapping.Flag("bisectBatchOnFunctionError"));
        Assert.InRange(mapping.Number("maximumRetryAttempts")!.Value, 1, 100);
        Assert.Contains(mapping.Text("destinationConfig.onFailure.destinationArn")!, stack.The("lake-bucket").Identities);
    }

    [Fact]
    public async Task What_it_costs_by_the_hour_is_said_at_the_end_of_pulumi_up() => Assert.Equal(
        "realtime: 1 shard of Kinesis, about $11 a month each; source kafka: 3 brokers kafka.t3.small, about $104 a month together with their volumes, and a poller of Lambda, about $133 a month",
        (await Dev).Outputs["billedByTheHour"]);

    [Theory]
    [InlineData("source", "rabbit", "streaming-analytics:source is 'rabbit', not one of kinesis, kafka.")]
    [InlineData("source", "kafka", "streaming-analytics:source is 'kafka', which needs the streams of realtime.")]
    [InlineData("brokerType", "t3.small", "streaming-analytics:brokerType is 't3.small', not a type of MSK's brokers.")]
    public async Task What_cannot_be_is_refused_before_anything_is_made(string key, string value, string sentence)
    {
        var error = await Assert.ThrowsAsync<SettingsException>(() => DeployedStack.DevWith((key, value)));

        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
    }
}
