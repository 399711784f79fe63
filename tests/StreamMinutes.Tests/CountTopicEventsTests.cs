using System.Text;
using System.Text.Json;
using AwsFakes;

namespace StreamMinutes.Tests;

/// <summary>A Kafka topic's batches through the handler: the same tables as by a stream, and what must come again named by partition and offset.</summary>
public sealed class CountTopicEventsTests
{
    private const long Start = 1_795_680_000_000; // 2026-11-26T08:00:00Z

    private readonly Cloud cloud = new();

    [Fact]
    public async Task A_batch_of_several_partitions_gives_the_rows_that_the_stream_gives_and_goes_on_to_the_lake()
    {
        var stream = new Cloud();
        await stream.HandleAsync(KinesisEvent.Of("stack-telemetry", DateTimeOffset.FromUnixTimeMilliseconds(Start + 90_000), Truck("T1", 1, 0), Truck("T2", 2, 20), Truck("T1", 3, 70), "poison"));

        var answer = await cloud.HandleTopicAsync(Batch(
            ("stack-telemetry-0", [(5, Truck("T1", 1, 0)), (6, Truck("T1", 3, 70)), (7, "poison")]),
            ("stack-telemetry-2", [(40, Truck("T2", 2, 20))])));

        Assert.Equal("""{"batchItemFailures":[]}""", answer);
        Assert.Equal(stream.Tables.Items("stack-minutes"), cloud.Tables.Items("stack-minutes"));
        Assert.Equal("errors/telemetry/dt=2026-11-26/stack-telemetry-0-7.json", Assert.Single(cloud.Bucket.Objects.Keys));

        // Several documents in a record; what is none would spoil them, and lies under errors/ already.
        Assert.Equal($"{Truck("T1", 1, 0)}\n{Truck("T1", 3, 70)}\n{Truck("T2", 2, 20)}\n", Assert.Single(cloud.Delivered));
    }

    [Fact]
    public async Task What_a_busy_table_did_not_take_is_named_from_there_on_and_its_neighbours_are_not()
    {
        var batch = Batch(
            ("stack-telemetry-0", [(5, Truck("T1", 1, 0)), (6, Truck("T1", 2, 70)), (7, Truck("T1", 3, 10))]),
            ("stack-telemetry-1", [(9, Truck("T2", 4, 0))]));
        cloud.Tables.Before = (operation, input) =>
        {
            if (operation == "PutItem" && input["Item"]!["m"]?["S"]!.GetValue<string>() == "2026-11-26T08:01")
            {
                throw new ServiceException("com.amazonaws.dynamodb.v20120810#ThrottlingException", "Slow down.");
            }
        };

        Assert.Equal(
            """{"batchItemFailures":[{"itemIdentifier":{"partition":"stack-telemetry-0","offset":6}},{"itemIdentifier":{"partition":"stack-telemetry-0","offset":7}}]}""",
            await cloud.HandleTopicAsync(batch));
        Assert.Equal($"{Truck("T1", 1, 0)}\n{Truck("T2", 4, 0)}\n", Assert.Single(cloud.Delivered));
        Assert.Equal(["Warning: A table was busy: 2 records of the topic come again"], cloud.Log.Lines);
    }

    [Fact]
    public async Task A_record_without_key_and_value_is_refused_and_harms_no_neighbour()
    {
        var answer = await cloud.HandleTopicAsync(
            $$$"""{"eventSource":"aws:kafka","records":{"stack-telemetry-0":[{"topic":"stack-telemetry","partition":0,"offset":1,"timestamp":{{{Start}}},"timestampType":"CREATE_TIME","key":null,"value":null,"headers":[]},{"topic":"stack-telemetry","partition":0,"offset":2,"timestamp":{{{Start}}},"value":"{{{Base64(Truck("T1", 1, 0))}}}"}]}}""");

        Assert.Equal("""{"batchItemFailures":[]}""", answer);
        Assert.Single(cloud.Tables.Items("stack-minutes"));
        Assert.Contains("The record is not one JSON object", Encoding.UTF8.GetString(Assert.Single(cloud.Bucket.Objects.Values)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_lake_takes_nothing_the_batch_fails_as_a_whole_and_is_counted_once_when_it_comes_again()
    {
        var batch = Batch(("stack-telemetry-0", [(5, Truck("T1", 1, 0))]));
        cloud.IsDeliveryDown = true;
        await Assert.ThrowsAsync<RecordStreaming.RecordsRefusedException>(() => cloud.HandleTopicAsync(batch));

        cloud.IsDeliveryDown = false;
        await cloud.HandleTopicAsync(batch);

        Assert.Contains("\"CountedEvents\":0,\"RepeatedEvents\":1", cloud.Metrics, StringComparison.Ordinal);
        Assert.Single(cloud.Delivered);
    }

    // As the Lambda developer guide's example of an event has it.
    private static string Batch(params (string Partition, (long Offset, string Json)[] Records)[] partitions) => JsonSerializer.Serialize(new
    {
        eventSource = "aws:kafka",
        eventSourceArn = "arn:aws:kafka:eu-west-1:123456789012:cluster/stack-telemetry/uuid-1",
        bootstrapServers = "b-1.stack.kafka.eu-west-1.amazonaws.com:9098",
        records = partitions.ToDictionary(
            partition => partition.Partition,
            partition => partition.Records.Select(record => new
            {
                topic = "stack-telemetry",
                partition = int.Parse(partition.Partition.Split('-')[^1], null),
                offset = record.Offset,
                timestamp = Start + 90_000,
                timestampType = "LOG_APPEND_TIME",
                key = Base64("T1"),
                value = Base64(record.Json),
                headers = Array.Empty<object>(),
            })),
    });

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Truck(string truck, int number, int second) => FormattableString.Invariant(
        $$"""{"event_id":"e-{{number}}","truck_id":"{{truck}}","recorded_at":"{{DateTimeOffset.FromUnixTimeMilliseconds(Start).AddSeconds(second):yyyy-MM-ddTHH:mm:ssZ}}","latitude":50.05,"longitude":10,"distance_m":10,"cargo_c":4}""");
}
