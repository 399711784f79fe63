using System.Text;
using System.Text.Json.Nodes;
using RealTime.Processing;
using RealTime.Streams;
using RealTime.Tests.Memory;

namespace RealTime.Tests.Processing;

public sealed class StreamProcessorTests
{
    private readonly Stage stage = new();

    [Fact]
    public async Task The_answer_tells_what_became_of_each_record()
    {
        var result = await stage.Start(KnownStreams.Telemetry).ProcessAsync(
        [
            Events.Record(Events.Truck("e-1").ToJsonString(), 1),
            Events.Record(Events.Truck("e-2", at: Events.Start.AddSeconds(70)).ToJsonString(), 2, arrived: Events.Start.AddSeconds(80)),
            Events.Record(Events.Truck("e-1").ToJsonString(), 3),
            Events.Record(Events.Truck("e-3").ToJsonString(), 4),
            Events.Record("poison", 5),
            Events.Record(Events.Truck("e-4", at: Events.Start.AddDays(-2)).ToJsonString(), 6),
        ]);

        Assert.Equal(new(6, Counted: 3, Repeated: 1, Late: 1, Refused: 1, CountedLate: 1, 0, 0, FailedFrom: null), result);
        Assert.Equal([1, 0], stage.Minutes.Items.Select(row => row.Whole("late")));
    }

    [Fact]
    public async Task What_is_not_counted_lies_with_its_reason_and_payload_where_it_belongs()
    {
        await stage.Start(KnownStreams.Telemetry).ProcessAsync(
        [
            Events.Record("poison", 5), Events.Record(Events.Truck("e-4", at: Events.Start.AddDays(-2)).ToJsonString(), 6),
        ]);

        Assert.Equal(
            ["errors/telemetry/dt=2026-11-26/shardId-000000000000-5.json", "late/telemetry/dt=2026-11-24/cf1e58276d06810a3e0b52722f2c7ed0.json"],
            stage.Kept.Keys);
        var refused = JsonNode.Parse(stage.Kept.First().Value.ToJson())!;
        Assert.Equal("poison", refused["payload"]!.GetValue<string>());
        Assert.StartsWith("The record is not one JSON object: ", refused["reason"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_that_comes_again_when_it_is_too_old_is_a_repetition_and_not_late()
    {
        var text = Events.Truck("e-1").ToJsonString();
        var processor = stage.Start(KnownStreams.Telemetry);
        await processor.ProcessAsync([Events.Record(text, 1)]);

        var result = await processor.ProcessAsync([Events.Record(text, 2, arrived: Events.Start.AddDays(2))]);

        Assert.Equal((0, 1, 0), (result.Counted, result.Repeated, result.Late));
        Assert.Empty(stage.Kept);
    }

    [Fact]
    public async Task When_a_row_cannot_be_written_its_first_record_is_where_the_batch_goes_on()
    {
        var calls = 0;
        stage.Minutes.Busy = () => (calls++ == 1, false);

        var result = await stage.Start(KnownStreams.Telemetry).ProcessAsync(
        [
            Events.Record(Events.Truck("e-1", "T1").ToJsonString(), 1),
            Events.Record(Events.Truck("e-2", "T2").ToJsonString(), 2),
            Events.Record(Events.Truck("e-3", "T1").ToJsonString(), 3),
            Events.Record(Events.Truck("e-4", "T2").ToJsonString(), 4),
        ]);

        Assert.Equal(("2", 2), (result.FailedFrom, result.Counted));
    }

    [Fact]
    public async Task The_latest_position_is_the_latest_recorded_and_not_the_last_that_came()
    {
        var processor = stage.Start(KnownStreams.Telemetry);
        await processor.ProcessAsync([Events.Record(Events.Truck("b", at: Events.Start.AddSeconds(20), speed: 20).ToJsonString(), 1)]);
        await processor.ProcessAsync([Events.Record(Events.Truck("c", at: Events.Start.AddSeconds(10), speed: 10).ToJsonString(), 2)]);
        await processor.ProcessAsync([Events.Record(Events.Truck("a", at: Events.Start.AddSeconds(20), speed: 30).ToJsonString(), 3)]);

        var truck = Assert.Single(stage.Trucks.Items);
        Assert.Equal(("b", 20m), (truck.Text("event_id"), truck.Number("speed_kmh")));
    }

    [Fact]
    public async Task The_pollers_json_goes_in_and_its_answer_comes_out()
    {
        var function = new StreamFunction(new Dictionary<string, StreamProcessor> { ["telemetry-7f3a"] = stage.Start(KnownStreams.Telemetry) });
        var calls = 0;
        stage.Minutes.Busy = () => (calls++ == 0, false);
        var json = $$"""
            {"Records":[{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"D01-T03","sequenceNumber":"4957",
            "data":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(Events.Truck("e-1").ToJsonString()))}}","approximateArrivalTimestamp":1795731330.123},
            "eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"shardId-000000000006:4957","eventName":"aws:kinesis:record",
            "invokeIdentityArn":"arn:aws:iam::123456789012:role/r","awsRegion":"eu-west-1",
            "eventSourceARN":"arn:aws:kinesis:eu-west-1:123456789012:stream/telemetry-7f3a"}]}
            """;

        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"4957"}]}""", await InvokeAsync(function, json));
        Assert.Equal("""{"batchItemFailures":[]}""", await InvokeAsync(function, json));
        Assert.Single(stage.Minutes.Items);
        Assert.Equal("""{"batchItemFailures":[]}""", await InvokeAsync(function, """{"Records":[]}"""));
    }

    [Fact]
    public async Task What_is_no_event_of_a_stream_and_a_stream_that_is_unknown_fail_in_words()
    {
        var function = new StreamFunction(new Dictionary<string, StreamProcessor> { ["telemetry"] = stage.Start(KnownStreams.Telemetry) });

        Assert.StartsWith(
            "The event is not one of a Kinesis stream: ",
            (await Assert.ThrowsAsync<FormatException>(() => InvokeAsync(function, "{}"))).Message,
            StringComparison.Ordinal);
        Assert.Equal(
            "Nothing is known of the stream 'visits'; the function was set up for telemetry.",
            (await Assert.ThrowsAsync<InvalidOperationException>(() => function.HandleAsync([Events.Record("{}", stream: "visits")]))).Message);
    }

    private static async Task<string> InvokeAsync(StreamFunction function, string json) =>
        Encoding.UTF8.GetString(await function.InvokeAsync(Encoding.UTF8.GetBytes(json)));
}
