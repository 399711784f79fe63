using AwsFakes;
using RealTime.Fleet;
using RecordStreaming;

namespace StoreTruck.Tests;

public sealed class DispatchTrucksTests
{
    private readonly Stage stage = new();

    [Fact]
    public async Task Every_line_is_recorded_streamed_and_marked()
    {
        var answer = await stage.WaveAsync(
            Deliveries.Of("S1", "P1", "P2").Body(), Deliveries.Of("S2", "P1").Body());

        string[] keys = ["S1|P1|2026-11-20T08:45:00.000Z", "S1|P2|2026-11-20T08:45:00.000Z", "S2|P1|2026-11-20T08:45:00.000Z"];
        Assert.Equal("dispatched", answer.GetProperty("status").GetString());
        Assert.Equal((2, 3, 1), (Number(answer, "requests"), Number(answer, "dispatched_lines"), Number(answer, "routes")));
        Assert.Empty(stage.Queues.Bodies(Stage.Deliveries));
        Assert.Equal(keys, stage.Recorded);
        Assert.Equal(keys, stage.Streamed.Select(rows => rows.Key).Order(StringComparer.Ordinal));
        Assert.All(stage.Table.Items.Values, item => Assert.True(item["streamed"]!["BOOL"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task An_item_of_the_ledger_holds_the_rows_as_they_went_to_the_stream_and_expires_after_ninety_days()
    {
        await stage.WaveAsync(Deliveries.Of("S1", "P1").Body());

        var item = Assert.Single(stage.Table.Items).Value;
        Assert.Equal(["expires_at", "loads", "order_key", "streamed", "streamed_at"], item.Select(attribute => attribute.Key).Order());
        Assert.Equal($"[{Assert.Single(stage.Stream.Documents)}]", item["loads"]!["S"]!.GetValue<string>());
        Assert.Equal(
            InstantClock.Start.AddDays(90),
            DateTimeOffset.FromUnixTimeSeconds(long.Parse(item["expires_at"]!["N"]!.GetValue<string>(), null)));
    }

    [Fact]
    public async Task Every_route_lies_where_those_look_who_follow_its_truck()
    {
        await stage.WaveAsync(Deliveries.Of("S1", "P1").Body(), Deliveries.Of("S2", "P1").Body());

        var routes = stage.Streamed.SelectMany(rows => rows).Select(row => row.RouteId).Distinct();
        Assert.Equal(routes.Select(DispatchedRoute.KeyOf).Order(StringComparer.Ordinal), stage.Bucket.Objects.Keys);
        Assert.Equal(
            ["S1", "S2"],
            stage.Bucket.Objects.Values.SelectMany(document => DispatchedRoute.Parse(Sent(document)).Stops).Select(stop => stop.StoreId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Where_nobody_follows_the_trucks_no_route_is_written()
    {
        stage.KeepsRoutes = false;

        await stage.WaveAsync(Deliveries.Of("S1", "P1").Body());

        Assert.Empty(stage.Bucket.Objects);
    }

    [Fact]
    public async Task A_route_that_cannot_be_written_is_told_of_and_its_goods_leave_all_the_same()
    {
        stage.Bucket.TakesNothing = true;

        var answer = await stage.WaveAsync(Deliveries.Of("S1", "P1").Body());

        Assert.Equal("dispatched", answer.GetProperty("status").GetString());
        Assert.Single(stage.Streamed);
        Assert.Contains(stage.Log.Lines, line => line.StartsWith("The document of route D1-", StringComparison.Ordinal));
    }

    // Over HTTP the SDK signs a body piece by piece, and puts the signatures between them.
    private static ReadOnlySpan<byte> Sent(byte[] body) => body.AsSpan(body.AsSpan().IndexOf((byte)'{')..(body.AsSpan().LastIndexOf((byte)'}') + 1));

    [Theory]
    [InlineData("not JSON")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"delivery_id": 7}""")]
    public async Task A_poison_message_is_a_dead_letter_after_one_call_and_harms_no_neighbour(string poison)
    {
        var answer = await stage.WaveAsync(Deliveries.Of("S1", "P1").Body(), poison, Deliveries.Of("S2", "P1").Body());

        Assert.Equal((2, 1), (Number(answer, "requests"), Number(answer, "refused_messages")));
        Assert.Equal([poison], stage.Queues.DeadLetters);
        Assert.Empty(stage.Queues.Bodies(Stage.Deliveries));
        Assert.Equal(["S1|P1|2026-11-20T08:45:00.000Z", "S2|P1|2026-11-20T08:45:00.000Z"], stage.Recorded);
        Assert.StartsWith("Error: Refused message message-2: ", stage.Log.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delivery_that_comes_twice_in_a_wave_and_again_later_is_dispatched_once()
    {
        var body = Deliveries.Of("S1", "P1", "P2").Body();

        await stage.WaveAsync(body, body);
        await stage.WaveAsync(body);

        Assert.Equal(2, stage.Stream.Documents.Count);
        Assert.Empty(stage.Queues.Bodies(Stage.Deliveries));
    }

    [Fact]
    public async Task Another_delivery_for_the_same_reading_is_done_without_a_dispatch()
    {
        await stage.WaveAsync(Deliveries.Of("S1", "P1").Body());
        await stage.WaveAsync((Deliveries.Of("S1", "P1", "P2") with { DeliveryId = "next-run" }).Body());

        Assert.Equal("delivery-S1", Assert.Single(stage.Streamed["S1|P1|2026-11-20T08:45:00.000Z"]).DeliveryId);
        Assert.Equal("next-run", Assert.Single(stage.Streamed["S1|P2|2026-11-20T08:45:00.000Z"]).DeliveryId);
        Assert.EndsWith(
            "\"request_id\":\"request-1\",\"started_by\":\"schedule\",\"DispatchedLines\":1,\"AlreadyDispatchedLines\":1,\"SupersededLines\":0,\"Routes\":1,\"RefusedMessages\":0,\"WaitingRequests\":0,\"ReturnedRequests\":0}\n",
            stage.Metrics,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_lines_than_a_read_takes_keys_are_all_dispatched()
    {
        var products = Enumerable.Range(1, 250).Select(number => $"P{number}").ToArray();

        await stage.WaveAsync(Deliveries.Of("S1", products).Body());

        Assert.Equal(250, stage.Recorded.Count());
        Assert.Equal(250, stage.Streamed.Count);
    }

    [Fact]
    public async Task Keys_that_the_table_left_unread_are_read_again_after_a_wait()
    {
        var body = Deliveries.Of("S1", "P1", "P2").Body();
        await stage.WaveAsync(body);
        stage.Table.SkippedOnce.Add("S1|P2|2026-11-20T08:45:00.000Z");

        await stage.WaveAsync(body);

        Assert.Equal([TimeSpan.FromSeconds(1)], stage.Waits.Waits);
        Assert.Equal(2, stage.Stream.Documents.Count);
    }

    [Fact]
    public async Task Only_the_records_that_the_stream_refused_are_sent_again()
    {
        var attempts = 0;
        stage.Stream.Refuse = _ => attempts++ == 0 ? "ServiceUnavailableException" : null;

        await stage.WaveAsync(Deliveries.Of("S1", "P1").Body());

        Assert.Equal([TimeSpan.FromSeconds(1)], stage.Waits.Waits);
        Assert.Single(stage.Stream.Documents);
    }

    [Fact]
    public async Task While_the_stream_refuses_the_requests_come_again_and_then_ride_as_they_were_recorded()
    {
        stage.Stream.Refuse = _ => "ServiceUnavailableException";

        var error = await Assert.ThrowsAsync<RecordsRefusedException>(() => stage.WaveAsync(Deliveries.Of("S1", "P1").Body()));
        var recorded = Assert.Single(stage.Table.Items).Value["loads"]!["S"]!.GetValue<string>();
        Assert.Single(stage.Queues.Visible(Stage.Deliveries));
        stage.Stream.Refuse = _ => null;
        await stage.WaveAsync();

        Assert.Equal("The stream refused 1 record in 3 attempts, the last time with ServiceUnavailableException.", error.Message);
        Assert.Equal($"[{Assert.Single(stage.Stream.Documents)}]", recorded);
        Assert.Empty(stage.Queues.Bodies(Stage.Deliveries));
    }

    [Fact]
    public async Task A_call_that_has_no_time_left_gives_its_requests_back()
    {
        var error = await Assert.ThrowsAsync<TimeoutException>(() => stage.WaveAsync([Deliveries.Of("S1", "P1").Body()], TimeSpan.FromSeconds(2)));

        Assert.Equal("The time was up before all requests were dispatched; the others wait on the queue for the next wave.", error.Message);
        Assert.Empty(stage.Recorded);
        Assert.Single(stage.Queues.Visible(Stage.Deliveries));
    }

    [Fact]
    public async Task What_is_recorded_when_the_time_runs_out_stands_and_the_next_wave_does_the_rest()
    {
        stage.Table.Before = (operation, _) =>
        {
            if (operation == "TransactWriteItems" && stage.Table.Items.Count >= 20)
            {
                stage.Clock.Advance(TimeSpan.FromSeconds(10));
            }
        };

        await Assert.ThrowsAsync<TimeoutException>(() => stage.WaveAsync(
            [Deliveries.Of("S1", [.. Enumerable.Range(1, 60).Select(number => $"P{number}")]).Body()], remaining: TimeSpan.FromSeconds(50)));
        var recorded = stage.Table.Items;
        stage.Table.Before = (_, _) => { };
        await stage.WaveAsync();

        Assert.InRange(recorded.Count, 20, 59);
        Assert.All(recorded, entry => Assert.Equal(entry.Value["loads"]!.ToJsonString(), stage.Table.Items[entry.Key]["loads"]!.ToJsonString()));
        Assert.Equal(60, stage.Streamed.Count);
        Assert.All(stage.Streamed, rows => Assert.Single(rows));
    }

    [Fact]
    public async Task Each_delivery_is_logged_with_its_store_truck_route_and_execution()
    {
        await stage.WaveAsync(Deliveries.Of("S1", "P1", "P2").Body());

        var row = stage.Streamed.First().First();
        Assert.Equal(
            [$"Information: Dispatched 2 lines of delivery delivery-S1 to store S1 on truck {row.TruckId}, route {row.RouteId}, for {row.ExecutionId}"],
            stage.Log.Lines);
    }

    private static int Number(System.Text.Json.JsonElement answer, string member) => answer.GetProperty(member).GetInt32();
}
