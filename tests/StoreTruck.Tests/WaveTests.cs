using AwsFakes;
using Replenishment.Planning;
using Replenishment.Waves;

namespace StoreTruck.Tests;

/// <summary>What a wave takes, leaves and gives back; and one at a time.</summary>
public sealed class WaveTests
{
    private readonly Stage stage = new();

    [Fact]
    public async Task A_wave_takes_all_that_waits_and_plans_each_depot_together()
    {
        var answer = await stage.WaveAsync(Enumerable.Range(0, 250).Select(store => Of(store, $"D{store % 3}", trucks: 40).Body()));

        Assert.Equal((1, 250), (Number(answer, "waves"), Number(answer, "requests")));
        Assert.Empty(stage.Queues.Bodies(Stage.Deliveries));
        // 84 stores of 36 litres on trucks of 1,000: four at least; one alone would be 84.
        Assert.InRange(Number(answer, "routes"), 12, 30);
        var tours = stage.Streamed.SelectMany(rows => rows).Select(row => (row.TruckId, row.RouteId)).Distinct().ToList();
        Assert.Equal(tours.Count, tours.Select(tour => tour.TruckId).Distinct().Count());
    }

    [Fact]
    public async Task Nothing_that_waits_costs_two_receives_and_no_word()
    {
        var answer = await stage.WaveAsync();

        Assert.Equal("nothing_waits", answer.GetProperty("status").GetString());
        Assert.Equal(2, stage.Queues.EmptyReceives);
        Assert.Empty(stage.Metrics);
        Assert.Empty(stage.Log.Lines);
    }

    [Fact]
    public async Task Two_waves_at_once_are_one_and_a_word_about_it()
    {
        using var reached = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var held = 0;
        stage.Table.Before = (operation, _) =>
        {
            if (operation == "TransactWriteItems" && Interlocked.Increment(ref held) == 1)
            {
                reached.Release();
                goOn.Wait();
            }
        };
        var first = Task.Run(() => stage.WaveAsync(Of(1).Body()));
        await reached.WaitAsync(TestContext.Current.CancellationToken);

        var second = await stage.WaveAsync(Of(2).Body());
        goOn.Release();

        Assert.Equal("under_way", second.GetProperty("status").GetString());
        Assert.Equal(2, Number(await first, "requests"));
    }

    [Fact]
    public async Task A_wave_that_works_for_long_keeps_its_requests_and_its_lease()
    {
        var (seen, others) = (0, new List<string>());
        stage.Table.Before = (operation, _) =>
        {
            if (operation != "TransactWriteItems" || seen++ > 0)
            {
                return;
            }

            for (var minute = 0; minute < 10; minute++)
            {
                BeatAsync().GetAwaiter().GetResult();
                others.AddRange(stage.Queues.Visible(Stage.Deliveries));
            }
        };

        var answer = await stage.WaveAsync(Of(1).Body());

        Assert.Empty(others);
        Assert.Equal(1, Number(answer, "requests"));
        Assert.InRange(stage.Queues.Calls["ChangeMessageVisibilityBatch"], 9, 10);
    }

    [Fact]
    public async Task A_wave_whose_lease_was_lost_stops_and_touches_nothing_of_the_other_one()
    {
        var isFirst = true;
        stage.Table.Before = (operation, input) =>
        {
            if (operation == "UpdateItem" && input["UpdateExpression"]!.GetValue<string>().Contains("holder", StringComparison.Ordinal) && !isFirst)
            {
                throw new ServiceException("com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException", "slow down");
            }

            isFirst = false;
            if (operation == "TransactWriteItems")
            {
                for (var minute = 0; minute < 3; minute++)
                {
                    BeatAsync().GetAwaiter().GetResult();
                }
            }
        };

        var lost = await Assert.ThrowsAnyAsync<Exception>(() => stage.WaveAsync(Of(1).Body()));
        stage.Table.Before = (_, _) => { };
        stage.Clock.Advance(WaveLimits.Hold);
        var next = await stage.WaveAsync();

        Assert.True(lost is LeaseLostException || lost.Message == "slow down", lost.ToString());
        Assert.Equal(1, Number(next, "requests"));
        Assert.Single(stage.Streamed);
    }

    [Fact]
    public async Task An_answer_about_the_lease_or_the_day_that_was_lost_on_the_way_changes_nothing()
    {
        // The client asks again, as it does when the connection breaks.
        string[] lossy = ["holder", "tours"];
        foreach (var attribute in lossy)
        {
            var site = new Stage();
            site.Network = service => (name, input) =>
            {
                var answer = service(name, input);
                return input.ToJsonString().Contains(attribute, StringComparison.Ordinal) && input.ToJsonString().Contains("Condition", StringComparison.Ordinal)
                    ? service(name, input)
                    : answer;
            };

            Assert.Equal(1, Number(await site.WaveAsync(Of(1).Body()), "requests"));
        }
    }

    [Fact]
    public async Task What_a_batch_of_the_queue_failed_is_asked_again_and_that_alone()
    {
        var failures = 0;
        stage.Queues.Fails = (_, id) => id == "1" && failures++ == 0;

        await stage.WaveAsync(Of(1).Body(), Of(2).Body(), Of(3).Body());

        Assert.Equal(2, stage.Queues.Calls["DeleteMessageBatch"]);
        Assert.Empty(stage.Queues.Bodies(Stage.Deliveries));
    }

    [Fact]
    public async Task What_no_truck_can_carry_today_waits_in_its_own_queue_however_often_it_is_looked_at_and_leaves_tomorrow()
    {
        // Eight hours of driving and more: a truck makes two such tours in a day.
        var requests = Enumerable.Range(0, 5).Select(store => Of(store, trucks: 2, volumeL: 900, latitude: 55 + (store / 100.0)).Body());

        var today = await stage.WaveAsync(requests);
        var waiting = stage.Queues.Bodies(Stage.Waiting);
        for (var look = 0; look < 8; look++)
        {
            stage.Clock.Advance(TimeSpan.FromMinutes(15));
            await stage.WaveAsync();
        }

        var reason = Assert.Single(today.GetProperty("waiting").EnumerateArray()).GetProperty("reason").GetString();
        Assert.Equal("No truck of D1 can come back today from one more tour; it has 2.", reason);
        Assert.InRange(waiting.Count, 1, 3);
        Assert.Equal(waiting.Count, stage.Queues.Bodies(Stage.Waiting).Count);
        Assert.Empty(stage.Queues.Bodies(Stage.Deliveries));
        Assert.Empty(stage.Queues.DeadLetters);
        Assert.Equal(5 - waiting.Count, stage.Recorded.Count());

        stage.Clock.Advance(TimeSpan.FromDays(1));
        await stage.WaveAsync();

        Assert.Equal(5, stage.Recorded.Count());
        Assert.Empty(stage.Queues.Bodies(Stage.Waiting));
    }

    [Fact]
    public async Task A_request_that_could_not_be_put_to_those_that_wait_stays_where_it_was()
    {
        stage.Queues.Fails = (queue, _) => queue == Stage.Waiting;

        await stage.WaveAsync(Enumerable.Range(0, 5).Select(store => Of(store, trucks: 2, volumeL: 900, latitude: 55 + (store / 100.0)).Body()));

        Assert.NotEmpty(stage.Queues.Bodies(Stage.Deliveries));
        Assert.Equal(5, stage.Recorded.Count() + stage.Queues.Bodies(Stage.Deliveries).Count);
    }

    [Fact]
    public async Task Routes_of_depots_that_left_before_another_failed_are_kept_and_their_requests_done()
    {
        var puts = 0;
        stage.Table.Before = (operation, input) =>
        {
            if (operation == "PutItem" && ++puts == 2)
            {
                throw new ServiceException("com.amazonaws.dynamodb.v20120810#InternalServerError", "The table is down.");
            }
        };

        var error = await Assert.ThrowsAnyAsync<Exception>(() => stage.WaveAsync(Of(1, "D1").Body(), Of(2, "D2").Body(), Of(3, "D2").Body()));

        Assert.Equal("The table is down.", error.Message);
        Assert.Single(stage.Bucket.Objects);
        Assert.Equal(2, stage.Queues.Visible(Stage.Deliveries).Count);
        Assert.Contains("\"DispatchedLines\":1,", stage.Metrics, StringComparison.Ordinal);
        Assert.Contains("\"ReturnedRequests\":2}", stage.Metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_a_wave_takes_goes_out_in_another_of_the_same_call()
    {
        var body = Of(1).Body();

        var answer = await stage.WaveAsync(Enumerable.Repeat(body, WaveLimits.MostRequests + 100));

        Assert.Equal((2, WaveLimits.MostRequests + 100, 1), (Number(answer, "waves"), Number(answer, "requests"), Number(answer, "dispatched_lines")));
    }

    private async Task BeatAsync()
    {
        var due = stage.Clock.GetUtcNow() + WaveLimits.Heartbeat;
        while (!stage.Clock.IsDueAt(due))
        {
            await Task.Yield();
        }

        stage.Clock.Advance(WaveLimits.Heartbeat);
    }

    private static DeliveryRequest Of(int store, string depot = "D1", int trucks = 2, decimal volumeL = 36, double? latitude = null)
    {
        var request = Deliveries.Of($"S{store}", "P1");
        return request with
        {
            DepotId = depot,
            DepotTrucks = trucks,
            Latitude = latitude ?? (53.5 + (store / 1000.0)),
            Lines = [request.Lines[0] with { VolumeL = volumeL }],
            VolumeL = volumeL,
        };
    }

    private static int Number(System.Text.Json.JsonElement answer, string member) => answer.GetProperty(member).GetInt32();
}
