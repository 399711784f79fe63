using AwsFakes;
using RealTime.Fleet;

namespace StreamMinutes.Tests;

public sealed class CountEventsTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 26, 8, 0, 0, TimeSpan.Zero);

    private readonly Cloud cloud = new();

    [Fact]
    public async Task The_same_event_through_the_handler_and_through_the_stages_road_gives_the_same_tables_and_answers()
    {
        var stage = new Cloud();
        string[] batches =
        [
            KinesisEvent.Of("stack-telemetry", Start.AddSeconds(30).AddMilliseconds(123), Truck(1, 0), "poison", Truck(2, 20), Truck(1, 0)),
            KinesisEvent.Of("stack-telemetry", Start.AddMinutes(30), Truck(3, 70), Truck(4, -60 * 60 * 24)),
            KinesisEvent.Of("stack-visits", Start.AddMinutes(1), """{"event_id":"v","store_id":"S","url":"/p","occurred_at":"2026-11-26T08:00:00Z","visits":3,"sales":1}"""),
        ];
        foreach (var batch in batches)
        {
            Assert.Equal(await stage.InvokeAsync(batch), await cloud.HandleAsync(batch));
        }

        foreach (var table in Cloud.Settings.Tables.Values)
        {
            Assert.Equal(stage.Tables.Items(table), cloud.Tables.Items(table));
        }

        Assert.Equal(3, cloud.Tables.Items("stack-minutes").Count);
        Assert.Equal(2, cloud.Bucket.Objects.Count);
        Assert.Equal(stage.Bucket.Objects.Keys, cloud.Bucket.Objects.Keys);
    }

    [Fact]
    public async Task When_a_table_is_throttled_the_batch_comes_again_from_there_and_then_is_right()
    {
        var batch = KinesisEvent.Of("stack-telemetry", Start.AddSeconds(90), Truck(1, 0), Truck(2, 20), Truck(3, 70));
        cloud.Tables.Before = (operation, input) =>
        {
            if (operation == "PutItem" && input["Item"]!["m"]?["S"]!.GetValue<string>() == "2026-11-26T08:01")
            {
                throw new ServiceException("com.amazonaws.dynamodb.v20120810#ThrottlingException", "Slow down.");
            }
        };

        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"3"}]}""", await cloud.HandleAsync(batch));
        Assert.Equal(["Warning: A table was busy: the batch comes again from sequence number 3"], cloud.Log.Lines);

        cloud.Tables.Before = (_, _) => { };
        Assert.Equal("""{"batchItemFailures":[]}""", await cloud.HandleAsync(batch));
        Assert.Equal(2, cloud.Tables.Items("stack-minutes").Count);
        Assert.EndsWith(
            "\"CountedEvents\":1,\"RepeatedEvents\":2,\"LateEvents\":0,\"TooLateEvents\":0,\"RefusedRecords\":0,\"AlertsOpened\":0,\"AlertsUndelivered\":0,\"BatchesToRepeat\":0,\"LatePercent\":0}\n",
            cloud.Metrics,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_position_is_enriched_by_its_route_from_the_lake()
    {
        cloud.Bucket.Objects[DispatchedRoute.KeyOf("R1")] = new DispatchedRoute("R1", "T1", 50, 10, [new("S7", 50.1, 10)]).ToJson();

        await cloud.HandleAsync(KinesisEvent.Of("stack-telemetry", Start, Truck(1, 0)));

        Assert.Contains("\"next_stop\":{\"S\":\"S7\"}", Assert.Single(cloud.Tables.Items("stack-trucks")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alert_is_published_with_its_audience_as_soon_as_the_topic_takes_it()
    {
        cloud.IsTopicDown = true;
        for (var minute = 0; minute < 4; minute++)
        {
            Assert.Equal(
                """{"batchItemFailures":[]}""",
                await cloud.HandleAsync(KinesisEvent.Of("stack-telemetry", Start.AddMinutes(minute + 1), Truck(minute, minute * 60, cargo: 12))));
        }

        Assert.Empty(cloud.Published);
        Assert.Contains("\"AlertsUndelivered\":1", cloud.Metrics, StringComparison.Ordinal);

        cloud.IsTopicDown = false;
        await cloud.HandleAsync(KinesisEvent.Of("stack-telemetry", Start.AddMinutes(4), Truck(4, 200, cargo: 12)));
        Assert.Equal(2, cloud.Published.Count);
        Assert.Contains("audience", cloud.Published[0], StringComparison.Ordinal);
        Assert.Contains("\"alert_id\":\"truck#T1|cargo_warm|2026-11-26T08:02\"", cloud.Published[0], StringComparison.Ordinal);
    }

    private static string Truck(int number, int second, double cargo = 4) => FormattableString.Invariant(
        $$"""{"event_id":"e-{{number}}","truck_id":"T1","route_id":"R1","recorded_at":"{{Start.AddSeconds(second):yyyy-MM-ddTHH:mm:ssZ}}","latitude":50.05,"longitude":10,"speed_kmh":50,"heading":0,"distance_m":10,"cargo_c":{{cargo}},"engine_c":80}""");
}
