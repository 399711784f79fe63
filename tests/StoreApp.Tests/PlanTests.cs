using System.Text.Json.Nodes;
using AwsFakes;

namespace StoreApp.Tests;

public sealed class PlanTests
{
    private const string StateMachine = "arn:aws:states:eu-west-1:123456789012:stateMachine:store-planning";
    private const string Execution = "arn:aws:states:eu-west-1:123456789012:execution:store-planning:e1";

    [Fact]
    public async Task An_execution_is_followed_from_state_to_state_to_its_summary()
    {
        var service = new FakeStepFunctions("SUCCEEDED");
        using var app = new CommandLine(service.Answer);

        var code = await app.RunAsync("plan", StateMachine, "--as-of", "2026-11-20", "--lookback-days", "3", "--transit-days", "1");

        Assert.Equal(0, code);
        Assert.Equal("""{"asOf":"2026-11-20","lookbackDays":3,"transitDays":1}""", service.Input);
        Assert.Equal(
            $"""
            {Execution}
            09:00:00 FindLowStock
            09:00:02 PlanDeliveries
            09:00:04 Summarise

            """,
            app.Error);
        Assert.Equal(
            """
            {
              "asOf": "2026-11-20",
              "shortages": {
                "total": 3,
                "planned": 3,
                "failed": 0
              }
            }

            """,
            app.Output);
    }

    [Fact]
    public async Task On_a_terminal_the_shortages_planned_so_far_are_shown_and_taken_away()
    {
        using var app = new CommandLine(new FakeStepFunctions("SUCCEEDED").Answer) { IsTerminal = true };

        await app.RunAsync("plan", StateMachine);

        Assert.Equal(
            $"{Execution}\n09:00:00 FindLowStock\n09:00:02 PlanDeliveries\n\r1 of 3 shortages planned, 0 failed\r"
            + $"{new string(' ', 34)}\r09:00:04 Summarise\n",
            app.Error);
    }

    [Fact]
    public async Task What_the_command_line_leaves_out_is_left_to_the_state_machine()
    {
        var service = new FakeStepFunctions("SUCCEEDED");

        await new CommandLine(service.Answer).RunAsync("plan", StateMachine);

        Assert.Equal("{}", service.Input);
        Assert.Equal("store-app-20261120T090000000Z", service.Name);
    }

    [Theory]
    [InlineData("FAILED", 2, "FAILED: Athena.AthenaException: The query was cancelled.\n")]
    [InlineData("TIMED_OUT", 3, "TIMED_OUT: Athena.AthenaException: The query was cancelled.\n")]
    [InlineData("ABORTED", 4, "ABORTED: Athena.AthenaException: The query was cancelled.\n")]
    public async Task The_exit_code_tells_how_an_execution_ended(string status, int code, string sentence)
    {
        using var app = new CommandLine(new FakeStepFunctions(status).Answer);

        Assert.Equal(code, await app.RunAsync("plan", StateMachine));

        Assert.EndsWith(sentence, app.Error, StringComparison.Ordinal);
        Assert.Equal("", app.Output);
    }

    [Fact]
    public async Task Whoever_stops_following_is_told_that_the_execution_goes_on()
    {
        CommandLine? interrupted = null;
        var service = new FakeStepFunctions("SUCCEEDED");
        using var app = interrupted = new CommandLine((operation, input) =>
        {
            if (operation == "GetExecutionHistory")
            {
                interrupted!.Interrupt.Cancel();
            }

            return service.Answer(operation, input);
        });

        Assert.Equal(130, await app.RunAsync("plan", StateMachine));

        Assert.EndsWith(
            $"Stopped. The execution goes on. End it with: aws stepfunctions stop-execution --execution-arn {Execution}\n",
            app.Error,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "eu-west-1")]
    [InlineData("--region us-east-2", "us-east-2")]
    public async Task The_Region_is_the_ARNs_unless_an_option_names_another(string options, string region)
    {
        using var app = new CommandLine(new FakeStepFunctions("SUCCEEDED").Answer);

        await app.RunAsync(["plan", StateMachine, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal(region, app.Connection?.Region);
    }

    [Fact]
    public async Task A_state_machine_that_is_not_there_is_one_sentence()
    {
        using var app = new CommandLine((_, _) =>
            throw new ServiceException("StateMachineDoesNotExist", $"State Machine Does Not Exist: '{StateMachine}'."));

        Assert.Equal(1, await app.RunAsync("plan", StateMachine));

        Assert.Equal(
            $"State Machine Does Not Exist: '{StateMachine}'. Check the ARN and the Region: aws stepfunctions list-state-machines\n",
            app.Error);
    }

    /// <summary>An execution that goes one state further each time it is asked for.</summary>
    private sealed class FakeStepFunctions(string end)
    {
        private static readonly JsonObject[] Events =
        [
            Event(1, "FindLowStock"),
            Event(2, "PlanDeliveries"),
            new() { ["id"] = 3, ["type"] = "MapRunStarted", ["timestamp"] = 1795165203, ["mapRunStartedEventDetails"] = new JsonObject { ["mapRunArn"] = "run" } },
            Event(4, "Summarise"),
        ];

        private int asked;

        public string? Input { get; private set; }

        public string? Name { get; private set; }

        public JsonObject Answer(string operation, JsonObject input) => operation switch
        {
            "StartExecution" => Start(input),
            "DescribeExecution" => Describe(),
            "GetExecutionHistory" => History(input),
            "DescribeMapRun" => JsonNode.Parse("""{"itemCounts": {"total": 3, "succeeded": 1, "failed": 0}}""")!.AsObject(),
            _ => throw new ServiceException("UnknownOperationException", operation),
        };

        private static JsonObject Event(int id, string state) => new()
        {
            ["id"] = id,
            ["type"] = "TaskStateEntered",
            ["timestamp"] = 1795165200 + (id == 4 ? 4 : (id - 1) * 2),
            ["stateEnteredEventDetails"] = new JsonObject { ["name"] = state },
        };

        private JsonObject Start(JsonObject input)
        {
            Input = input["input"]!.GetValue<string>();
            Name = input["name"]!.GetValue<string>();
            return new() { ["executionArn"] = Execution, ["startDate"] = 1795165200 };
        }

        private JsonObject Describe() => ++asked < 3
            ? new() { ["executionArn"] = Execution, ["status"] = "RUNNING" }
            : end == "SUCCEEDED"
                ? new() { ["status"] = end, ["output"] = """{"asOf":"2026-11-20","shortages":{"total":3,"planned":3,"failed":0}}""" }
                : new() { ["status"] = end, ["error"] = "Athena.AthenaException", ["cause"] = "The query was cancelled." };

        /// <summary>Two events a page, of those that have happened.</summary>
        private JsonObject History(JsonObject input)
        {
            var happened = Events.Take(asked switch { 1 => 1, 2 => 3, _ => 4 }).ToList();
            var from = int.Parse(input["nextToken"]?.GetValue<string>() ?? "0", null);
            var page = new JsonObject { ["events"] = new JsonArray([.. happened.Skip(from).Take(2).Select(happening => happening.DeepClone())]) };
            if (from + 2 < happened.Count)
            {
                page["nextToken"] = $"{from + 2}";
            }

            return page;
        }
    }
}
