using System.Net;
using System.Text.Json.Nodes;

namespace Local.Tests.Serve;

public sealed class StateTestTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string TestState = "AWSStepFunctions.TestState";

    public static TheoryData<string, string, string> Cases => [.. File
        .ReadLines(Path.Combine(AppContext.BaseDirectory, "Serve", "state-tests.cases"))
        .Where(line => !line.StartsWith("//", StringComparison.Ordinal))
        .Select(line => line.Split(["  ", " → "], StringSplitOptions.None))
        .Select(parts => (parts[0], parts[1], parts[2]))];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_state_runs_alone_and_says_where_it_would_go(string state, string input, string expected)
    {
        var answer = (JsonObject)await shared.Served.CallAsync(
            TestState, new JsonObject { ["definition"] = state, ["input"] = input }.ToJsonString());

        // A star stands for words of a service.
        foreach (var (member, value) in (JsonObject)JsonNode.Parse(expected)!)
        {
            if ((string)value! == "*")
            {
                Assert.NotEqual("", (string)answer[member]!);
                answer[member] = "*";
            }
        }

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), answer), answer.ToJsonString());
    }

    [Fact]
    public async Task A_state_is_found_in_a_whole_definition_and_takes_variables()
    {
        const string Definition = """
            {"QueryLanguage":"JSONata","StartAt":"Each","States":{"Each":{"Type":"Map","End":true,"ItemProcessor":{
              "StartAt":"Inner","States":{"Inner":{"Type":"Pass","Output":"{% $n + 1 %}","End":true}}}}}}
            """;

        var answer = await shared.Served.CallAsync(TestState, new JsonObject
        {
            ["definition"] = Definition,
            ["stateName"] = "Inner",
            ["variables"] = """{"n":41}""",
            ["inspectionLevel"] = "DEBUG",
        }.ToJsonString());

        Assert.Equal("""{"output":"42","status":"SUCCEEDED","inspectionData":{"input":"{}"}}""", answer.ToJsonString());
    }

    [Theory]
    [InlineData("""{"definition":"{"}""", "InvalidDefinition")]
    [InlineData("""{"definition":"[]"}""", "InvalidDefinition")]
    [InlineData("""{"definition":"{\"Type\":\"Passes\"}"}""", "InvalidDefinition")]
    [InlineData("""{"definition":"{\"StartAt\":\"A\",\"States\":{}}","stateName":"B"}""", "ValidationException")]
    [InlineData("""{"definition":"{\"Type\":\"Succeed\"}","variables":"["}""", "ValidationException")]
    [InlineData("""{"definition":"{\"Type\":\"Succeed\"}","input":"{"}""", "InvalidExecutionInput")]
    [InlineData("""{"definition":"{\"Type\":\"Succeed\"}","mock":{"result":"{}"}}""", "ValidationException")]
    public async Task What_cannot_be_tested_is_refused(string request, string code)
    {
        using var response = await shared.Served.SendAsync(TestState, request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, Assert.Single(response.Headers.GetValues("x-amzn-ErrorType")));
        Assert.NotEqual("", (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!["message"]);
    }
}
