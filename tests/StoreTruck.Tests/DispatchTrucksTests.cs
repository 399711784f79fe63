using AwsFakes;
using RealTime.Fleet;
using RecordStreaming;

namespace StoreTruck.Tests;

public sealed class DispatchTrucksTests
{
    private const string NoFailures = """{"batchItemFailures":[]}""";

    private readonly Stage stage = new();

    [Fact]
    public async Task Every_line_is_recorded_streamed_and_marked()
    {
        var answer = await stage.HandleAsync(SqsEvent.Of(
            Deliveries.Of("S1", "P1", "P2").Body(), Deliveries.Of("S2", "P1").Body()));

        string[] keys = ["S1|P1|2026-11-20T08:45:00.000Z", "S1|P2|2026-11-20T08:45:00.000Z", "S2|P1|2026-11-20T08:45:00.000Z"];
        Assert.Equal(NoFailures, answer);
        Assert.Equal(keys, stage.Recorded);
        Assert.Equal(keys, stage.Streamed.Select(rows => rows.Key).Order(StringComparer.Ordinal));
        Assert.All(stage.Table.Items.Values, item => Assert.True(item["streamed"]!["BOOL"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task An_item_of_the_ledger_holds_the_rows_as_they_went_to_the_stream_and_expires_after_ninety_days()
    {
        await stage.HandleAsync(SqsEvent.Of(Deliveries.Of("S1", "P1").Body()));

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
        await stage.HandleAsync(SqsEvent.Of(Deliveries.Of("S1", "P1").Body(), Deliveries.Of("S2", "P1").Body()));

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

        await stage.HandleAsync(SqsEvent.Of(Deliveries.Of("S1", "P1").Body()));

        Assert.Empty(stage.Bucket.Objects);
    }

    [Fact]
    public async Task A_route_that_cannot_be_written_is_told_of_and_its_goods_leave_all_the_same()
    {
        stage.Bucket.IsDown = true;

        var answer = await stage.HandleAsync(SqsEvent.Of(Deliveries.Of("S1", "P1").Body()));

        Assert.Equal(NoFailures, answer);
        Assert.Single(stage.Streamed);
        Assert.Contains(stage.Log.Lines, line => line.StartsWith("Warning: The document of route D1-", StringComparison.Ordinal));
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
    public async Task A_poison_message_is_returned_alone(string poison)
    {
        var answer = await stage.HandleAsync(SqsEvent.Of(
            Deliveries.Of("S1", "P1").Body(), poison, Deliveries.Of("S2", "P1").Body()));

        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"message-2"}]}""", answer);
        Assert.Equal(["S1|P1|2026-11-20T08:45:00.000Z", "S2|P1|2026-11-20T08:45:00.000Z"], stage.Recorded);
        Assert.StartsWith("Error: Refused message message-2: ", stage.Log.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delivery_that_comes_twice_in_a_batch_and_again_later_is_dispatched_once()
    {
        var body = Deliveries.Of("S1", "P1", "P2").Body();

        Assert.Equal(NoFailures, await stage.HandleAsync(SqsEvent.Of(body, body)));
        Assert.Equal(NoFailures, await stage.HandleAsync(SqsEvent.Of(body)));

        Assert.Equal(2, stage.Stream.Documents.Count);
    }

    [Fact]
    public async Task Another_delivery_for_the_same_reading_is_done_without_a_dispatch()
    {
        await stage.HandleAsync(SqsEvent.Of(Deliveries.Of("S1", "P1").Body()));
        await stage.HandleAsync(SqsEvent.Of((Deliveries.Of("S1", "P1", "P2") with { DeliveryId = "next-run" }).Body()));

        Assert.Equal("delivery-S1", Assert.Single(stage.Streamed["S1|P1|2026-11-20T08:45:00.000Z"]).DeliveryId);
        Assert.Equal("next-run", Assert.Single(stage.Streamed["S1|P2|2026-11-20T08:45:00.000Z"]).DeliveryId);
        Assert.EndsWith(
            "\"request_id\":\"request-1\",\"DispatchedLines\":1,\"AlreadyDispatchedLines\":1,\"SupersededLines\":0,\"Routes\":1,\"RefusedMessages\":0}\n",
            stage.Metrics,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_consumers_of_the_same_messages_dispatch_each_line_once()
    {
        var batch = SqsEvent.Of(Deliveries.Of("S1", "P1", "P2", "P3").Body(), Deliveries.Of("S2", "P1").Body());

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => stage.HandleAsync(batch))));

        Assert.Equal(4, stage.Recorded.Count());
        Assert.All(stage.Streamed, rows => Assert.Single(rows.Distinct()));
    }

    [Fact]
    public async Task More_lines_than_a_read_takes_keys_are_all_dispatched()
    {
        var products = Enumerable.Range(1, 250).Select(number => $"P{number}").ToArray();

        Assert.Equal(NoFailures, await stage.HandleAsync(SqsEvent.Of(Deliveries.Of("S1", products).Body())));

        Assert.Equal(250, stage.Recorded.Count());
        Assert.Equal(250, stage.Streamed.Count);
    }

    [Fact]
    public async Task Keys_that_the_table_left_unread_are_read_again_after_a_wait()
    {
        var body = Deliveries.Of("S1", "P1", "P2").Body();
        await stage.HandleAsync(SqsEvent.Of(body));
        stage.Table.SkippedOnce.Add("S1|P2|2026-11-20T08:45:00.000Z");

        await stage.HandleAsync(SqsEvent.Of(body));

        Assert.Equal([TimeSpan.FromSeconds(1)], stage.Waits.Waits);
        Assert.Equal(2, stage.Stream.Documents.Count);
    }

    [Fact]
    public async Task Only_the_records_that_the_stream_refused_are_sent_again()
    {
        var attempts = 0;
        stage.Stream.Refuse = _ => attempts++ == 0 ? "ServiceUnavailableException" : null;

        Assert.Equal(NoFailures, await stage.HandleAsync(SqsEvent.Of(Deliveries.Of("S1", "P1").Body())));

        Assert.Equal([TimeSpan.FromSeconds(1)], stage.Waits.Waits);
        Assert.Single(stage.Stream.Documents);
    }

    [Fact]
    public async Task While_the_stream_refuses_the_batch_comes_again_and_then_rides_as_it_was_recorded()
    {
        var batch = SqsEvent.Of(Deliveries.Of("S1", "P1").Body());
        stage.Stream.Refuse = _ => "ServiceUnavailableException";

        var error = await Assert.ThrowsAsync<RecordsRefusedException>(() => stage.HandleAsync(batch));
        var recorded = Assert.Single(stage.Table.Items).Value["loads"]!["S"]!.GetValue<string>();
        stage.Stream.Refuse = _ => null;
        await stage.HandleAsync(batch);

        Assert.Equal("The stream refused 1 record in 3 attempts, the last time with ServiceUnavailableException.", error.Message);
        Assert.Equal($"[{Assert.Single(stage.Stream.Documents)}]", recorded);
    }

    [Fact]
    public async Task A_batch_that_comes_too_late_in_the_invocation_is_left_for_the_next()
    {
        var error = await Assert.ThrowsAsync<TimeoutException>(() => stage.HandleAsync(
            SqsEvent.Of(Deliveries.Of("S1", "P1").Body()), remaining: TimeSpan.FromSeconds(2)));

        Assert.Equal("The invocation had no time left to dispatch its messages (1); they come again.", error.Message);
        Assert.Empty(stage.Recorded);
    }

    [Fact]
    public async Task What_is_recorded_when_the_time_runs_out_stands_and_the_next_invocation_does_the_rest()
    {
        var batch = SqsEvent.Of(Deliveries.Of("S1", [.. Enumerable.Range(1, 60).Select(number => $"P{number}")]).Body());
        stage.Table.Before = (operation, _) =>
        {
            if (operation == "TransactWriteItems" && stage.Table.Items.Count >= 20)
            {
                stage.Clock.Advance(TimeSpan.FromSeconds(58));
            }
        };

        await Assert.ThrowsAsync<TimeoutException>(() => stage.HandleAsync(batch));
        var recorded = stage.Table.Items;
        stage.Table.Before = (_, _) => { };
        Assert.Equal(NoFailures, await stage.HandleAsync(batch));

        Assert.InRange(recorded.Count, 20, 59);
        Assert.All(recorded, entry => Assert.Equal(entry.Value["loads"]!.ToJsonString(), stage.Table.Items[entry.Key]["loads"]!.ToJsonString()));
        Assert.Equal(60, stage.Streamed.Count);
        Assert.All(stage.Streamed, rows => Assert.Single(rows));
    }

    [Fact]
    public async Task Each_delivery_is_logged_with_its_store_truck_route_and_execution()
    {
        await stage.HandleAsync(SqsEvent.Of(Deliveries.Of("S1", "P1", "P2").Body()));

        var row = stage.Streamed.First().First();
        Assert.Equal(
            [$"Information: Dispatched 2 lines of delivery delivery-S1 to store S1 on truck {row.TruckId}, route {row.RouteId}, for {row.ExecutionId}"],
            stage.Log.Lines);
    }
}
