using System.Net;
using System.Text;
using System.Text.Json.Nodes;
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
    public async Task Trucks_are_sent_by_hand_where_none_leave_by_themselves()
    {
        await using var served = await Served.StartAsync(runsTrucks: false);
        served.FillLake();
        await served.EndAsync(await served.StartExecutionAsync(Served.StorePlanning, """{"asOf":"2026-11-20"}"""));
        var requests = served.Stage.Queues.Get("DeliveryQueue").Depth.Visible;

        var sent = await SendAsync(served);
        var again = await SendAsync(served);

        Assert.Equal((requests, 0, 0), ((int)sent["deliveries"]!, (int)sent["waiting"]!, (int)sent["deadLetters"]!));
        Assert.Equal($"{sent["lines"]}", await Queries.ValueAsync(served, "SELECT count(DISTINCT order_key) AS n FROM dispatches"));
        Assert.Equal((0, 0), ((int)again["deliveries"]!, (int)again["routes"]!));
        Assert.Null(again["failure"]);
    }

    [Fact]
    public async Task A_ledger_that_fails_is_told_of_to_whoever_sends_trucks()
    {
        await using var served = await Served.StartAsync(runsTrucks: false, faults: "dynamodb=1");
        served.FillLake();
        await served.EndAsync(await served.StartExecutionAsync(Served.StorePlanning, """{"asOf":"2026-11-20"}"""));

        var sent = await SendAsync(served);

        Assert.Equal(0, (int)sent["deliveries"]!);
        Assert.NotEmpty((string)sent["failure"]!);
    }

    [Theory]
    [InlineData("GET", null, HttpStatusCode.NotFound)]
    [InlineData("POST", "http://elsewhere.example", HttpStatusCode.Forbidden)]
    public async Task Nobody_sends_trucks_by_looking_or_from_another_page(string method, string? origin, HttpStatusCode answer)
    {
        await using var served = await Served.StartAsync();
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(new(method), new Uri(served.Address, "/console/api/wave"));
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        Assert.Equal(answer, (await client.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode);
    }

    private static async Task<JsonNode> SendAsync(Served served)
    {
        using var client = new HttpClient();
        using var empty = new StringContent("{}", Encoding.UTF8, "application/json");
        var answer = await client.PostAsync(new Uri(served.Address, "/console/api/wave"), empty, TestContext.Current.CancellationToken);
        return JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
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
