using System.Text.Json.Nodes;
using Tests.Shared;

namespace Local.Tests.Serve;

public sealed class LiveTests
{
    private const string Wait = """{"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":60,"Next":"B"},"B":{"Type":"Pass","End":true}}}""";

    [Fact]
    public async Task Whoever_watches_an_execution_is_told_every_event_as_it_happens()
    {
        var clock = new ManualTime();
        await using var served = await Served.StartAsync(clock);
        var arn = await served.StartExecutionAsync(await served.CreateMachineAsync("M", Wait));
        await using var live = await served.WatchAsync(arn);
        while ((await served.CallAsync("AWSStepFunctions.GetExecutionHistory", $$"""{"executionArn":"{{arn}}"}"""))["events"]!.AsArray().Count < 2)
        {
            await live.NextAsync("history", _ => true);
        }

        clock.Advance(TimeSpan.FromSeconds(60));

        foreach (var type in new[] { "WaitStateExited", "PassStateEntered", "PassStateExited", "ExecutionSucceeded" })
        {
            var told = await live.NextAsync("history", IsAfterTheWaitBegan);
            Assert.Equal((arn, type), ((string)told["executionArn"]!, (string)told["event"]!["type"]!));
        }

        var ended = await live.NextAsync("execution", _ => true);
        Assert.Equal((arn, "SUCCEEDED"), ((string)ended["executionArn"]!, (string)ended["status"]!));

        // Of the two events before, the watcher may have seen none, one or both: it came while they happened.
        static bool IsAfterTheWaitBegan(JsonNode told) => (long)told["event"]!["id"]! > 2;
    }

    [Fact]
    public async Task Who_watches_nothing_in_particular_is_told_statuses_only()
    {
        await using var served = await Served.StartAsync();
        var machine = await served.CreateMachineAsync("M", """{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}""");
        await using var live = await served.WatchAsync();

        await served.StartExecutionAsync(machine);

        Assert.Equal(["RUNNING", "SUCCEEDED"], [await StatusAsync(), await StatusAsync()]);

        async Task<string> StatusAsync() => (string)(await live.NextAsync())["status"]!;
    }
}
