using System.Text.Json.Nodes;
using Tests.Shared;

namespace Local.Tests.Serve;

/// <summary>What a server that ended has left under way goes on when the next one starts.</summary>
public sealed class ResumeTests
{
    private const string Waits =
        """
        {"StartAt":"Both","States":{
          "Both":{"Type":"Parallel","Next":"Last","Branches":[
            {"StartAt":"Long","States":{"Long":{"Type":"Wait","Seconds":3600,"End":true}}},
            {"StartAt":"Short","States":{"Short":{"Type":"Pass","Result":"short","End":true}}}]},
          "Last":{"Type":"Pass","End":true}}}
        """;

    [Fact]
    public async Task An_execution_goes_on_after_the_server_was_ended()
    {
        var clock = new ManualTime();
        await using var served = await Served.StartAsync(clock);
        var arn = await served.StartExecutionAsync(await served.CreateMachineAsync("M", Waits), """{"a":1}""");
        await using (var live = await served.WatchAsync(arn))
        {
            // Whether it was told live or is there already, both branches have come as far as they can.
            while ((await HistoryAsync(served, arn)).Length < 6)
            {
                await live.NextAsync("history", _ => true);
            }
        }

        clock.Advance(TimeSpan.FromMinutes(59));
        await served.RestartAsync();
        clock.Advance(TimeSpan.FromMinutes(1));

        var ended = await served.EndAsync(arn);
        Assert.Equal(("SUCCEEDED", """[{"a":1},"short"]"""), ((string)ended["status"]!, (string)ended["output"]!));
        Assert.Equal(["Executions that the last run left unfinished go on: 1."], served.Notices);

        var history = await HistoryAsync(served, arn);
        Assert.Equal(Enumerable.Range(1, history.Length), history.Select(happened => (int)happened["id"]!));
        Assert.Single(history, happened => (string)happened["type"]! == "ExecutionStarted");
        Assert.Single(history, happened => (string)happened["type"]! == "ExecutionSucceeded");
    }

    [Fact]
    public async Task What_the_server_left_is_running_until_it_goes_on()
    {
        await using var served = await Served.StartAsync(new ManualTime());
        var arn = await served.StartExecutionAsync(await served.CreateMachineAsync("M", Waits));

        await served.RestartAsync();

        Assert.Equal("RUNNING", (string)(await served.DescribeAsync(arn))["status"]!);
    }

    [Fact]
    public async Task One_that_cannot_go_on_holds_up_no_other()
    {
        var clock = new ManualTime();
        await using var served = await Served.StartAsync(clock);
        var machine = await served.CreateMachineAsync("M", Waits);
        var broken = await served.StartExecutionAsync(machine);
        var sound = await served.StartExecutionAsync(machine);
        foreach (var arn in new[] { broken, sound })
        {
            while ((await HistoryAsync(served, arn)).Length < 6)
            {
                await Task.Yield();
            }
        }

        var definition = Path.Combine(served.Stage.Root, "executions", "M", broken.Split(':')[^1], "definition.asl.json");
        await served.RestartAsync(meanwhile: () => File.WriteAllText(definition, "{}"));
        clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal("SUCCEEDED", (string)(await served.EndAsync(sound))["status"]!);
        Assert.Equal("RUNNING", (string)(await served.DescribeAsync(broken))["status"]!);
        Assert.Equal(
            [
                "Executions that the last run left unfinished go on: 2.",
                $"Execution {broken.Split(':')[^1]} of M stands still: The state machine definition is not valid:\n  /: These fields are required: [States, StartAt]. "
                    + $"Its files are in '{Path.GetDirectoryName(definition)}': restore them from a copy and start serve again, or end it with StopExecution.",
            ],
            served.Notices);
    }

    private static async Task<JsonNode[]> HistoryAsync(Served served, string arn)
    {
        var history = await served.CallAsync("AWSStepFunctions.GetExecutionHistory", $$"""{"executionArn":"{{arn}}"}""");
        return [.. history["events"]!.AsArray().Select(happened => happened!)];
    }
}
