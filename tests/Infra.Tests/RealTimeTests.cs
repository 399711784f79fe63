using System.Text.Json.Nodes;
using Workflow;

namespace Infra.Tests;

/// <summary>The streams of events and what follows them, where the settings ask for them.</summary>
public class RealTimeTests
{
    private static Task<DeployedStack> Dev => DeployedStack.DevWith(("realtime", "true"));

    [Fact]
    public async Task Nothing_of_it_is_deployed_unless_it_is_asked_for()
    {
        var stack = await DeployedStack.Dev;

        Assert.DoesNotContain(stack.Resources, resource => resource.ShortType == "kinesis/Stream" || resource.Name == "silence-schedule");
        Assert.DoesNotContain(stack.Outputs.Keys, output => output.Contains("telemetry", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_billed_by_the_hour_is_said_at_the_end_of_pulumi_up()
    {
        Assert.DoesNotContain("billedByTheHour", (await DeployedStack.Dev).Outputs.Keys);
        Assert.Equal("realtime: 2 shards of Kinesis, about $11 a month each", (await Dev).Outputs["billedByTheHour"]);
    }

    [Fact]
    public async Task Streams_are_encrypted_and_kept_as_streams_json_says() => Assert.All(
        (await Dev).All("kinesis/Stream"),
        stream =>
        {
            var options = WorkflowFiles.Streams[stream.Text("name")!.Split('-')[^1]];

            Assert.Equal("KMS", stream.Text("encryptionType"));
            Assert.Equal("alias/aws/kinesis", stream.Text("kmsKeyId"));
            Assert.Equal(options.Shards, stream.Number("shardCount"));
            Assert.Equal(options.RetentionHours, stream.Number("retentionPeriod"));
        });

    [Fact]
    public async Task A_bad_batch_is_given_up_on_with_its_records_kept()
    {
        var stack = await Dev;

        Assert.Equal(2, Mappings(stack).Count);
        Assert.All(Mappings(stack), mapping =>
        {
            Assert.InRange(mapping.Number("maximumRetryAttempts")!.Value, 1, 100);
            Assert.InRange(mapping.Number("maximumRecordAgeInSeconds")!.Value, 60, 86_400);
            Assert.True(mapping.Flag("bisectBatchOnFunctionError"));
            Assert.Equal(1, mapping.Number("parallelizationFactor"));
            Assert.Equal("""["ReportBatchItemFailures"]""", mapping["functionResponseTypes"]!.ToJsonString());
            Assert.Contains(
                mapping.Text("destinationConfig.onFailure.destinationArn")!, stack.The("lake-bucket").Identities);
        });
    }

    [Fact]
    public async Task Tables_take_what_comes_and_forget_what_is_old() => Assert.All(
        StreamTables(await Dev),
        table =>
        {
            Assert.Equal("PAY_PER_REQUEST", table.Text("billingMode"));
            Assert.Equal("expires_at", table.Text("ttl.attributeName"));
            Assert.True(table.Flag("ttl.enabled"));
        });

    [Fact]
    public async Task In_prod_tables_can_be_set_back_to_any_second_and_are_protected()
    {
        var stack = await DeployedStack.Prod;

        Assert.Equal(4, StreamTables(stack).Count);
        Assert.All(StreamTables(stack), table =>
        {
            Assert.True(table.Flag("pointInTimeRecovery.enabled"));
            Assert.True(table.Flag("deletionProtectionEnabled"));
            Assert.Contains(table.Name, stack.Protected);
        });
    }

    [Fact]
    public async Task Raw_events_reach_the_lake_by_Firehose_from_the_streams()
    {
        var stack = await Dev;
        var archives = stack.All("kinesis/FirehoseDeliveryStream").Where(stream => stream["kinesisSourceConfiguration"] is not null).ToList();

        Assert.Equal(2, archives.Count);
        Assert.All(archives, archive => Assert.Null(archive["serverSideEncryption"]));
    }

    [Fact]
    public async Task A_truck_that_sends_nothing_is_asked_after_each_minute()
    {
        var stack = await Dev;
        var schedule = stack.The("silence-schedule");

        Assert.Equal("rate(1 minute)", schedule.Text("scheduleExpression"));
        Assert.Contains(schedule.Text("target.arn")!, stack.The("check-silence").Identities);
    }

    [Fact]
    public async Task Mail_tells_the_fleet_and_leaves_drivers_to_their_own_subscriptions()
    {
        var stack = await DeployedStack.DevWith(("realtime", "true"), ("alarmEmail", "night-shift@example.com"));

        Assert.Equal(
            """{"audience":["fleet"]}""",
            JsonNode.Parse(stack.The("stream-alerts-email").Text("filterPolicy")!)!.ToJsonString());
    }

    private static List<DeployedResource> Mappings(DeployedStack stack) =>
        [.. stack.All("lambda/EventSourceMapping").Where(mapping => mapping["startingPosition"] is not null)];

    private static List<DeployedResource> StreamTables(DeployedStack stack) =>
        [.. stack.All("dynamodb/Table").Where(table => table.Text("hashKey") is "k" or "truck_id" or "alert_id")];
}
