using System.Text.Json;
using System.Text.Json.Nodes;

namespace Chaos.Hostile;

/// <summary>Definitions and inputs that want more than they may, each sent as a client sends it.</summary>
public sealed class DefinitionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("($o := {'a':1}; $o.__lookupGetter__('__proto__'))")]
    [InlineData("{'a':1}.constructor('return process')()")]
    [InlineData("$states.constructor.constructor('return 1')()")]
    [InlineData("($o := {'a':1}; $o.__defineGetter__('price', $o.toString); $o)")]
    public async Task JSONata_reaches_nothing_of_the_program(string expression)
    {
        await using var served = await Served.StartAsync();

        var ended = await RunAsync(served, Jsonata(expression));

        Assert.True((string)ended["status"]! == "FAILED" || (string?)ended["output"] is "{}" or """{"a":1}""", ended.ToJsonString());
        Assert.Equal("""{"price":false}""", (string?)(await RunAsync(served, Jsonata("{'price': $exists($states.input.price)}"), """{"name":"x"}"""))["output"]);
    }

    [Theory]
    [InlineData("constructor", false)]
    [InlineData("__proto__", false)]
    [InlineData("toString", false)]
    [InlineData("P1", true)]
    public async Task A_product_that_is_named_like_a_part_of_the_engine_is_a_product(string product, bool isKnown)
    {
        await using var served = await Served.StartAsync();

        var ended = await RunAsync(
            served, Jsonata("{'known': $exists($lookup({'P1': 5}, $states.input.product))}"), $$"""{"product":"{{product}}"}""");

        Assert.Equal($$"""{"known":{{(isKnown ? "true" : "false")}}}""", (string?)ended["output"]);
    }

    [Theory]
    [InlineData("1/0")]
    [InlineData("{'a': [1/0]}")]
    [InlineData("$power(10, 400)")]
    [InlineData("$number('1e400')")]
    [InlineData("$sqrt(-1)")]
    public async Task A_number_that_is_not_finite_is_an_error_and_never_null(string expression)
    {
        await using var served = await Served.StartAsync();

        var ended = await RunAsync(served, Jsonata(expression));

        Assert.Equal(("FAILED", "States.QueryEvaluationError"), ((string?)ended["status"], (string?)ended["error"]));
    }

    [Theory]
    [InlineData("UNLOAD (SELECT 1 a) TO 's3://streaming-analytics-lake/u\\u0000y/'", "SUCCEEDED")]
    [InlineData("SELECT '\\u0000", "FAILED")]
    public async Task A_query_with_a_NUL_ends_and_the_next_start_goes_on(string query, string status)
    {
        using var folder = new Tests.Shared.TemporaryFolder();
        var definition = $$$$"""
            {"StartAt":"Q","States":{"Q":{"Type":"Task","Resource":"arn:aws:states:::athena:startQueryExecution.sync",
            "Parameters":{"QueryString":"{{{{query}}}}","WorkGroup":"primary"},"End":true}}}
            """;
        await using (var served = await Served.StartAsync(data: folder["data"]))
        {
            Assert.Equal(status, (string?)(await RunAsync(served, definition))["status"]);
        }

        await using var again = await Served.StartAsync(data: folder["data"]);
        Assert.Equal("SUCCEEDED", (string?)(await RunAsync(again, """{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}"""))["status"]);
    }

    [Theory]
    [InlineData("""{"Type":"Wait","SecondsPath":"$.s","End":true}""", "300000000000")]
    [InlineData("""{"Type":"Wait","SecondsPath":"$.s","End":true}""", "1000000000000000000")]
    [InlineData("""{"Type":"Wait","TimestampPath":"$.s","End":true}""", "\"9999-12-31T23:59:59Z\"")]
    [InlineData("""{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","TimeoutSecondsPath":"$.s","Parameters":{"QueueUrl":"http://x/1/none","MessageBody":"x"},"End":true}""", "99999999999999")]
    public async Task A_time_without_an_end_can_be_stopped_or_fails(string state, string time)
    {
        await using var served = await Served.StartAsync();
        var arn = await StartAsync(served, $$$"""{"StartAt":"W","States":{"W":{{{state}}}}}""", $$"""{"s":{{time}}}""");

        await served.CallAsync("AWSStepFunctions.StopExecution", $$"""{"executionArn":"{{arn}}"}""");

        Assert.True((string?)(await EndAsync(served, arn))["status"] is "ABORTED" or "FAILED");
        Assert.DoesNotContain(served.Notices, notice => notice.Contains("stands still", StringComparison.Ordinal));
    }

    private static string Jsonata(string expression) => new JsonObject
    {
        ["QueryLanguage"] = "JSONata",
        ["StartAt"] = "P",
        ["States"] = new JsonObject { ["P"] = new JsonObject { ["Type"] = "Pass", ["Output"] = $"{{% {expression} %}}", ["End"] = true } },
    }.ToJsonString();

    private static async Task<JsonNode> RunAsync(Served served, string definition, string input = "{}") =>
        await EndAsync(served, await StartAsync(served, definition, input));

    private static async Task<string> StartAsync(Served served, string definition, string input)
    {
        var name = $"m{Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8))}";
        var (status, created) = await served.CallAsync(
            "AWSStepFunctions.CreateStateMachine",
            $$"""{"name":"{{name}}","roleArn":"arn:aws:iam::000000000000:role/any","definition":{{JsonSerializer.Serialize(definition)}}}""");
        Assert.True(status == 200, created);
        var (_, started) = await served.CallAsync(
            "AWSStepFunctions.StartExecution",
            $$"""{"stateMachineArn":"{{JsonNode.Parse(created)!["stateMachineArn"]}}","input":{{JsonSerializer.Serialize(input)}}}""");
        return (string)JsonNode.Parse(started)!["executionArn"]!;
    }

    private static async Task<JsonNode> EndAsync(Served served, string arn)
    {
        while (true)
        {
            Cancellation.ThrowIfCancellationRequested();
            var (_, answer) = await served.CallAsync("AWSStepFunctions.DescribeExecution", $$"""{"executionArn":"{{arn}}"}""");
            var execution = JsonNode.Parse(answer)!;
            if ((string?)execution["status"] != "RUNNING")
            {
                return execution;
            }
        }
    }
}
