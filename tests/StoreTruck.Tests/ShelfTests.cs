using AwsFakes;

namespace StoreTruck.Tests;

/// <summary>An order that is superseded is done, counted, and not on a truck.</summary>
public sealed class ShelfTests
{
    private const string Key = "S1|P1|2026-11-20T08:45:00.000Z";

    private readonly Stage stage = new();

    [Fact]
    public async Task An_order_that_waited_is_superseded_by_the_one_that_replaced_it()
    {
        var waited = Deliveries.Of("S1", "P1");
        var replacing = waited with
        {
            DeliveryId = "replacing",
            RequestedAt = waited.RequestedAt.AddHours(1),
            Lines = [waited.Lines[0] with { OrderKey = "S1|P1|2026-11-20T09:40:00.000Z" }],
        };

        await stage.WaveAsync(waited.Body(), replacing.Body());
        var together = stage.Metrics;
        await stage.WaveAsync(waited.Body());

        Assert.Equal(["S1|P1|2026-11-20T09:40:00.000Z"], stage.Recorded);
        Assert.Contains("\"DispatchedLines\":1,\"AlreadyDispatchedLines\":0,\"SupersededLines\":1,", together, StringComparison.Ordinal);
        Assert.Contains("\"DispatchedLines\":0,\"AlreadyDispatchedLines\":0,\"SupersededLines\":1,", stage.Metrics, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(14, 0)]
    [InlineData(16, 1)]
    public async Task A_plan_within_the_streams_lag_does_not_know_what_has_just_left(int minutesLater, int dispatched)
    {
        await stage.WaveAsync(Deliveries.Of("S1", "P1").Body());
        stage.Clock.Advance(TimeSpan.FromHours(1));
        var next = Deliveries.Of("S1", "P1") with { RequestedAt = InstantClock.Start.AddMinutes(minutesLater) };

        await stage.WaveAsync(
            (next with { Lines = [next.Lines[0] with { OrderKey = "S1|P1|2026-11-20T09:00:01.000Z" }] }).Body());

        Assert.Equal(1 + dispatched, stage.Recorded.Count());
    }

    [Fact]
    public async Task Two_waves_at_once_send_one_of_two_orders_for_a_shelf()
    {
        var one = Deliveries.Of("S1", "P1");
        var other = one with { DeliveryId = "other", Lines = [one.Lines[0] with { OrderKey = "S1|P1|2026-11-20T08:46:00.000Z" }] };

        await Task.WhenAll(Enumerable.Range(0, 8).Select(wave =>
            Task.Run(() => stage.WaveAsync((wave % 2 == 0 ? one : other).Body()))));
        await stage.WaveAsync();

        Assert.Single(stage.Recorded);
        Assert.Single(stage.Streamed);
        Assert.Single(stage.Table.Shelves);
    }

    [Fact]
    public async Task A_transaction_that_is_throttled_or_meets_another_is_tried_again()
    {
        var attempts = 0;
        stage.Table.Before = (operation, _) =>
        {
            if (operation == "TransactWriteItems" && ++attempts < 3)
            {
                throw new ServiceException(
                    "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
                    "Transaction cancelled",
                    details: new()
                    {
                        ["CancellationReasons"] = new System.Text.Json.Nodes.JsonArray(
                            new System.Text.Json.Nodes.JsonObject { ["Code"] = attempts == 1 ? "TransactionConflict" : "None" },
                            new System.Text.Json.Nodes.JsonObject { ["Code"] = attempts == 1 ? "None" : "ThrottlingError" }),
                    });
            }
        };

        await stage.WaveAsync(Deliveries.Of("S1", "P1").Body());

        Assert.Equal([Key], stage.Recorded);
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)], stage.Waits.Waits);
    }
}
