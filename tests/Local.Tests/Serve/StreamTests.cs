using System.Text;
using System.Text.Json.Nodes;
using Local.Services;
using Tests.Shared;

namespace Local.Tests.Serve;

public sealed class StreamTests
{
    private const string Count = "SELECT count(*) AS n FROM inventory";

    [Fact]
    public async Task Records_are_in_the_lake_when_a_query_asks()
    {
        await using var served = await Served.StartAsync();

        var answer = await PutAsync(served, Reading(1), Reading(2) + "\n" + Reading(3));
        await served.CallAsync("Firehose_20150804.PutRecord", $$$"""{"DeliveryStreamName":"inventory","Record":{"Data":"{{{Base64(Reading(4))}}}"}}""");

        Assert.Equal(0, (int)answer["FailedPutCount"]!);
        Assert.Equal(2, answer["RequestResponses"]!.AsArray().Select(entry => (string)entry!["RecordId"]!).Distinct().Count());
        Assert.Equal("4", await Queries.ValueAsync(served, Count));
    }

    [Fact]
    public async Task A_record_that_cannot_be_converted_is_taken_and_harms_no_neighbour()
    {
        await using var served = await Served.StartAsync();

        var answer = await PutAsync(served, "no reading", Reading(1));

        Assert.Equal(0, (int)answer["FailedPutCount"]!);
        Assert.Equal("1", await Queries.ValueAsync(served, Count));
        Assert.Single(Directory.GetFiles(Path.Combine(served.Stage.Root, "s3", "streaming-analytics-lake", "errors"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Records_come_to_the_lake_by_themselves_after_a_while()
    {
        var clock = new ManualTime();
        await using var served = await Served.StartAsync(clock);
        await PutAsync(served, Reading(1));
        Assert.Empty(served.Stage.Lake.List(new("streaming-analytics-lake", "inventory/")));

        clock.Advance(TimeSpan.FromSeconds(2));
        await served.RestartAsync();

        Assert.Single(served.Stage.Lake.List(new("streaming-analytics-lake", "inventory/")));
    }

    [Fact]
    public async Task A_record_that_was_answered_for_survives_the_process()
    {
        using var folder = new TemporaryFolder();
        using var copy = new TemporaryFolder();
        var clock = new ManualTime();
        await using (var stage = Stage.Open(folder["data"], clock, new Random(1)))
        {
            await using var streams = stage.OpenStreams(_ => { });
            Assert.True(await streams.Get("inventory").TakeAsync(Encoding.UTF8.GetBytes(Reading(1) + "\n")));

            // What a process that is killed now leaves behind.
            Directory.CreateDirectory(copy["data/streams"]);
            File.Copy(folder["data/streams/inventory.journal"], copy["data/streams/inventory.journal"]);
        }

        await using var next = Stage.Open(copy["data"], clock, new Random(1));
        await using (var streams = next.OpenStreams(_ => { }))
        {
            await streams.DeliverAsync(TestContext.Current.CancellationToken);
        }

        Assert.Single(next.Lake.List(new("streaming-analytics-lake", "inventory/")));
    }

    [Fact]
    public async Task A_stream_is_described_with_its_table_and_its_buffer()
    {
        await using var served = await Served.StartAsync();

        var names = await served.CallAsync("Firehose_20150804.ListDeliveryStreams", """{"Limit":1}""");
        var stream = (await served.CallAsync("Firehose_20150804.DescribeDeliveryStream", """{"DeliveryStreamName":"inventory"}"""))["DeliveryStreamDescription"]!;

        Assert.Equal("""{"DeliveryStreamNames":["dispatches"],"HasMoreDeliveryStreams":true}""", names.ToJsonString());
        Assert.Equal("ACTIVE", (string)stream["DeliveryStreamStatus"]!);
        Assert.Equal(
            "inventory/dt=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/",
            (string)stream["Destinations"]![0]!["ExtendedS3DestinationDescription"]!["Prefix"]!);
    }

    [Theory]
    [InlineData(501, 1, "ValidationException", "1 validation error detected: Value '501 records' at 'records' failed to satisfy constraint: Member must have length less than or equal to 500")]
    [InlineData(1, 1_024_001, "ValidationException", "1 validation error detected: Value '1024001 bytes' at 'records.1.member.data' failed to satisfy constraint: Member must have length less than or equal to 1024000")]
    [InlineData(5, 1_000_000, "InvalidArgumentException", "Records size exceeds 4 MB limit")]
    public async Task A_batch_over_a_limit_is_refused_whole(int records, int bytes, string code, string message)
    {
        await using var served = await Served.StartAsync();
        var data = Convert.ToBase64String(new byte[bytes]);
        var batch = string.Join(',', Enumerable.Repeat($$"""{"Data":"{{data}}"}""", records));

        using var response = await served.SendAsync("Firehose_20150804.PutRecordBatch", $$"""{"DeliveryStreamName":"inventory","Records":[{{batch}}]}""");

        Assert.Equal(code, Assert.Single(response.Headers.GetValues("x-amzn-ErrorType")));
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal(message, (string)error["message"]!);
    }

    private static Task<JsonNode> PutAsync(Served served, params string[] records)
    {
        var batch = string.Join(',', records.Select(record => $$"""{"Data":"{{Base64(record)}}"}"""));
        return served.CallAsync("Firehose_20150804.PutRecordBatch", $$"""{"DeliveryStreamName":"inventory","Records":[{{batch}}]}""");
    }

    private static string Reading(int number) =>
        $$"""{"event_id":"e{{number}}","store_id":"S1","product_id":"P1","on_hand":1,"reorder_point":5,"target_level":20,"shelf_capacity":30,"case_size":6,"unit_volume_l":1.5,"recorded_at":"2026-11-20T08:00:00.000Z"}""";

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
