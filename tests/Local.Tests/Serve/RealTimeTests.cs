using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Local.Tests.Serve;

/// <summary>What is put on a stream is counted, judged, told of and archived, without anything being set up.</summary>
public sealed class RealTimeTests
{
    private const int Minutes = 6;
    private const int EventsOfMinute = 4;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_warm_truck_alerts_its_driver_and_the_fleet_once_and_lies_in_the_lake()
    {
        await using var served = await Served.StartAsync();
        var begin = TimeProvider.System.GetUtcNow().AddMinutes(-Minutes);
        var events = Enumerable.Range(0, Minutes * EventsOfMinute).Select(i => Event(i, Start(begin).AddSeconds(i * 60 / EventsOfMinute))).ToList();

        await PutAsync(served, [.. events, events[0], "no event"]);

        var driver = await ReceiveAsync(served, "DriverAlerts");
        var fleet = await ReceiveAsync(served, "FleetAlerts");
        Assert.Equal(("driver", "cargo_warm", "opened"), Told(driver));
        Assert.Equal(("fleet", "cargo_warm", "opened"), Told(fleet));
        Assert.Single(served.Notices, notice => notice.StartsWith("Alert: cargo_warm of truck#D01-T01 at ", StringComparison.Ordinal));

        var rows = (await served.CallAsync("DynamoDB_20120810.Scan", """{"TableName":"minutes"}"""))["Items"]!.AsArray();
        Assert.Equal(Enumerable.Repeat($"{EventsOfMinute}", Minutes), rows.Select(row => (string)row!["count"]!["N"]!));
        var refused = Assert.Single(served.Stage.Lake.List(new("streaming-analytics-lake", "errors/telemetry/")));
        Assert.Contains("no event", await TextAsync(served, refused.Uri), StringComparison.Ordinal);

        // Firehose takes the repeated one too.
        while (await Queries.ValueAsync(served, "SELECT count(*) AS n FROM telemetry") != $"{events.Count + 1}")
        {
            Cancellation.ThrowIfCancellationRequested();
        }
    }

    [Fact]
    public async Task The_mappings_are_made_once_and_one_that_is_disabled_stays_so()
    {
        await using var served = await Served.StartAsync();
        var first = await MappingsAsync(served);
        using var client = new HttpClient { BaseAddress = served.Address };
        using var disable = new StringContent("""{"Enabled":false}""");
        using var disabled = await client.PutAsync(new Uri($"2015-03-31/event-source-mappings/{first[0].Id}", UriKind.Relative), disable, Cancellation);
        Assert.True(disabled.IsSuccessStatusCode, await disabled.Content.ReadAsStringAsync(Cancellation));

        await served.RestartAsync();

        var second = await MappingsAsync(served);
        Assert.Equal(first.Select(mapping => mapping.Id), second.Select(mapping => mapping.Id));
        Assert.StartsWith("Disabl", second[0].State, StringComparison.Ordinal);
        Assert.All(first, mapping => Assert.EndsWith(":function:CountEvents", mapping.Function, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_delivery_stream_that_follows_a_stream_takes_no_records_itself()
    {
        await using var served = await Served.StartAsync();

        using var response = await served.SendAsync("Firehose_20150804.PutRecord", """{"DeliveryStreamName":"telemetry","Record":{"Data":"e30="}}""");
        var described = await served.CallAsync("Firehose_20150804.DescribeDeliveryStream", """{"DeliveryStreamName":"telemetry"}""");

        Assert.Equal("InvalidArgumentException", Assert.Single(response.Headers.GetValues("x-amzn-ErrorType")));
        Assert.Contains(
            "This operation is not permitted on KinesisStreamAsSource delivery stream type.",
            await response.Content.ReadAsStringAsync(Cancellation),
            StringComparison.Ordinal);
        Assert.EndsWith(
            ":stream/telemetry",
            (string)described["DeliveryStreamDescription"]!["Source"]!["KinesisStreamSourceDescription"]!["KinesisStreamARN"]!,
            StringComparison.Ordinal);
    }

    private static DateTimeOffset Start(DateTimeOffset time) => new(time.Year, time.Month, time.Day, time.Hour, time.Minute, 0, TimeSpan.Zero);

    private static string Event(int number, DateTimeOffset time) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"event_id":"e{{number}}","truck_id":"D01-T01","route_id":"R","recorded_at":"{{time:yyyy-MM-ddTHH:mm:ssZ}}","latitude":51,"longitude":-1,"speed_kmh":50,"distance_m":10,"cargo_c":12,"engine_c":90}""");

    private static async Task PutAsync(Served served, IEnumerable<string> events)
    {
        var records = events.Select(text => $$"""{"Data":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}}","PartitionKey":"D01-T01"}""");
        var request = $$"""{"StreamName":"telemetry","Records":[{{string.Join(',', records)}}]}""";

        // The stream is made in the background when the server starts.
        while (true)
        {
            using var response = await served.SendAsync(
                "Kinesis_20131202.PutRecords",
                request,
                message =>
                {
                    message.Content!.Headers.ContentType = new("application/x-amz-json-1.1");
                    message.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=a/20261120/us-east-1/kinesis/aws4_request, SignedHeaders=host;x-amz-date, Signature=0");
                    message.Headers.Add("X-Amz-Date", "20261120T090000Z");
                });
            var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!;
            if (response.IsSuccessStatusCode)
            {
                Assert.Equal(0, (int)answer["FailedRecordCount"]!);
                return;
            }

            Assert.Equal("ResourceNotFoundException", (string)answer["__type"]!);
        }
    }

    private static async Task<JsonNode> ReceiveAsync(Served served, string queue)
    {
        var answer = await served.CallAsync(
            "AmazonSQS.ReceiveMessage", $$"""{"QueueUrl":"{{served.Address}}000000000000/{{queue}}","WaitTimeSeconds":20}""");
        return JsonNode.Parse((string)JsonNode.Parse((string)Assert.Single(answer["Messages"]!.AsArray())!["Body"]!)!["Message"]!)!;
    }

    private static (string Audience, string Kind, string Change) Told(JsonNode message) =>
        ((string)message["audience"]!, (string)message["kind"]!, (string)message["change"]!);

    private static async Task<string> TextAsync(Served served, Lake.S3.S3Uri uri)
    {
        using var reader = new StreamReader(served.Stage.Lake.OpenRead(uri));
        return await reader.ReadToEndAsync(Cancellation);
    }

    private static async Task<List<(string Id, string State, string Function)>> MappingsAsync(Served served)
    {
        while (true)
        {
            using var response = await served.GetAsync("/2015-03-31/event-source-mappings");
            var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!;
            if (answer["EventSourceMappings"]!.AsArray() is { Count: 2 } mappings)
            {
                return [.. mappings.Select(one => ((string)one!["UUID"]!, (string)one["State"]!, (string)one["FunctionArn"]!)).Order()];
            }
        }
    }
}
