using Tests.Shared;

namespace Local.Tests.Serve;

/// <summary>StoreTruck inside the server, as its event source mapping runs it.</summary>
public sealed class TruckTests
{
    [Fact]
    public async Task What_is_planned_is_dispatched_and_the_lake_knows()
    {
        await using var served = await Served.StartAsync();
        served.FillLake();
        await served.EndAsync(await served.StartExecutionAsync(Served.StorePlanning, """{"asOf":"2026-11-20"}"""));
        var requests = served.Stage.Queues.Get("DeliveryQueue").Depth.Visible;
        Assert.True(requests > 0);

        await served.RestartAsync(runsTrucks: true);
        await using var live = await served.WatchAsync();
        var pass = await live.NextAsync("dispatch", _ => true);

        Assert.Equal((requests, 0), ((int)pass["deliveries"]!, (int)pass["deadLetters"]!));
        Assert.Equal($"{pass["lines"]}", await Queries.ValueAsync(served, "SELECT count(DISTINCT order_key) AS n FROM dispatches"));
    }

    [Fact]
    public async Task Requests_are_collected_for_a_while_and_a_bad_one_comes_to_the_dead_letters()
    {
        var clock = new ManualTime();
        await using var served = await Served.StartAsync(clock, runsTrucks: true);
        await using var live = await served.WatchAsync();
        await served.CallAsync("AmazonSQS.SendMessage", """{"QueueUrl":"DeliveryQueue","MessageBody":"no request"}""");

        await AdvanceToAsync(clock, TimeSpan.FromSeconds(5));
        var pass = await live.NextAsync("dispatch", _ => true);

        Assert.Equal((0, 1), ((int)pass["deliveries"]!, (int)pass["deadLetters"]!));
        Assert.Equal(1, served.Stage.Queues.Get("DeliveryDeadLetters").Depth.Visible);
    }

    // The mapping's timer is there sooner or later; the clock stands still until it is.
    private static async Task AdvanceToAsync(ManualTime clock, TimeSpan window)
    {
        var due = clock.GetUtcNow() + window;
        while (!clock.IsDueAt(due))
        {
            await Task.Yield();
        }

        clock.Advance(window);
    }
}
