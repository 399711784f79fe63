using System.Net;
using System.Text.Json.Nodes;

namespace Local.Tests.Serve;

/// <summary>A state machine's logging and tracing are kept, and refused where Step Functions refuses them.</summary>
/// <remarks>Recorded in localstack/localstack, tests/aws/services/stepfunctions/v2/test_sfn_api_logs.snapshot.json, except where a line says so.</remarks>
public sealed class MonitoringTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Machine = """{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}""";
    private const string Group = """{"cloudWatchLogsLogGroup":{"logGroupArn":"arn:aws:logs:us-east-1:111111111111:log-group:/aws/states/m:*"}}""";
    private const string Other = """{"cloudWatchLogsLogGroup":{"logGroupArn":"arn:aws:logs:us-east-1:111111111111:log-group:other:*"}}""";
    private static int names;

    private const string NotOne = "Invalid Logging Configuration: Must specify exactly one Log Destination.";

    /// <summary>What is asked for → what is shown.</summary>
    public static TheoryData<string, string> Kept => new()
    {
        { "{}", """{"level":"OFF","includeExecutionData":false}""" },
        { """{"destinations":[]}""", """{"level":"OFF","includeExecutionData":false,"destinations":[]}""" },
        { """{"level":"OFF"}""", """{"level":"OFF","includeExecutionData":false}""" },
        { $$"""{"level":"OFF","includeExecutionData":true,"destinations":[{{Group}}]}""", $$"""{"level":"OFF","includeExecutionData":true,"destinations":[{{Group}}]}""" },
        { $$"""{"level":"ALL","destinations":[{{Group}}]}""", $$"""{"level":"ALL","includeExecutionData":false,"destinations":[{{Group}}]}""" },
        { $$"""{"level":"ALL","includeExecutionData":true,"destinations":[{{Group}}]}""", $$"""{"level":"ALL","includeExecutionData":true,"destinations":[{{Group}}]}""" },
        { $$"""{"level":"ERROR","includeExecutionData":false,"destinations":[{{Group}}]}""", $$"""{"level":"ERROR","includeExecutionData":false,"destinations":[{{Group}}]}""" },
        { $$"""{"level":"FATAL","includeExecutionData":true,"destinations":[{{Other}}]}""", $$"""{"level":"FATAL","includeExecutionData":true,"destinations":[{{Other}}]}""" },
        { "null", """{"level":"OFF","includeExecutionData":false}""" },
    };

    [Theory]
    [MemberData(nameof(Kept))]
    public async Task Logging_is_shown_as_it_was_asked_for(string logging, string expected)
    {
        var created = await shared.Served.CallAsync("AWSStepFunctions.CreateStateMachine", Request(logging, "null"));

        var described = await DescribeAsync(shared.Served, (string)created["stateMachineArn"]!);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), described["loggingConfiguration"]), described.ToJsonString());
        Assert.Equal("""{"enabled":false}""", described["tracingConfiguration"]!.ToJsonString());
    }

    /// <summary>What is asked for, and how it is refused. The texts about an ARN and about types are our own.</summary>
    public static TheoryData<string, string, string, string> Refused => new()
    {
        { """{"level":"ALL"}""", "null", "InvalidLoggingConfiguration", NotOne },
        { """{"level":"ERROR"}""", "null", "InvalidLoggingConfiguration", NotOne },
        { """{"level":"FATAL"}""", "null", "InvalidLoggingConfiguration", NotOne },
        { """{"level":"ALL","destinations":[]}""", "null", "InvalidLoggingConfiguration", NotOne },
        { $$"""{"level":"ALL","destinations":[{{Group}},{{Other}}]}""", "null", "InvalidLoggingConfiguration", NotOne },
        { $$"""{"level":"OFF","destinations":[{{Group}},{{Other}}]}""", "null", "InvalidLoggingConfiguration", NotOne },
        {
            """{"level":"WARN"}""", "null", "ValidationException",
            "1 validation error detected: Value 'WARN' at 'loggingConfiguration.level' failed to satisfy constraint: Member must satisfy enum value set: [ALL, ERROR, FATAL, OFF]"
        },
        {
            """{"level":"ALL","destinations":[{"cloudWatchLogsLogGroup":{"logGroupArn":"arn:aws:logs:us-east-1:111111111111:log-group:m"}}]}""", "null",
            "InvalidLoggingConfiguration",
            "Invalid Logging Configuration: Log Destination 'arn:aws:logs:us-east-1:111111111111:log-group:m' is not the ARN of a log group, which ends with ':*'."
        },
        {
            """{"level":"ALL","destinations":[{}]}""", "null", "InvalidLoggingConfiguration",
            "Invalid Logging Configuration: Log Destination '' is not the ARN of a log group, which ends with ':*'."
        },
        { "[]", "null", "SerializationException", "The member 'loggingConfiguration' should be an object." },
        { """{"destinations":["x"]}""", "null", "SerializationException", "The member 'loggingConfiguration.destinations' should be a list of objects." },
        { """{"includeExecutionData":"yes"}""", "null", "SerializationException", "The member 'includeExecutionData' should be a boolean." },
        { "null", """{"enabled":"yes"}""", "SerializationException", "The member 'enabled' should be a boolean." },
        { "null", "true", "SerializationException", "The member 'tracingConfiguration' should be an object." },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_Step_Functions_refuses_makes_no_state_machine(string logging, string tracing, string code, string message)
    {
        using var answer = await shared.Served.SendAsync("AWSStepFunctions.CreateStateMachine", Request(logging, tracing));

        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal(
            (HttpStatusCode.BadRequest, code, message),
            (answer.StatusCode, ((string)error["__type"]!).Split('#')[^1], (string?)(error["message"] ?? error["Message"])));
    }

    [Fact]
    public async Task Logging_and_tracing_are_changed_alone_and_kept_after_a_restart()
    {
        await using var served = await Served.StartAsync();
        var arn = (string)(await served.CallAsync(
            "AWSStepFunctions.CreateStateMachine", Request($$"""{"level":"ALL","includeExecutionData":true,"destinations":[{{Group}}]}""", """{"enabled":true}""", "M")))["stateMachineArn"]!;
        var first = await DescribeAsync(served, arn);

        var same = await UpdateAsync($$"""{"level":"ALL","includeExecutionData":true,"destinations":[{{Group}}]}""", "null");
        var level = await UpdateAsync($$"""{"level":"FATAL","includeExecutionData":true,"destinations":[{{Group}}]}""", "null");
        var traced = await UpdateAsync("null", """{"enabled":false}""");
        await served.RestartAsync();

        Assert.Equal((true, "ALL"), ((bool)first["tracingConfiguration"]!["enabled"]!, (string)first["loggingConfiguration"]!["level"]!));
        Assert.Equal((string)first["revisionId"]!, (string)same["revisionId"]!);
        Assert.NotEqual((string)first["revisionId"]!, (string)level["revisionId"]!);
        var last = await DescribeAsync(served, arn);
        Assert.Equal((string)traced["revisionId"]!, (string)last["revisionId"]!);
        Assert.Equal(
            (false, "FATAL", true),
            ((bool)last["tracingConfiguration"]!["enabled"]!, (string)last["loggingConfiguration"]!["level"]!, (bool)last["loggingConfiguration"]!["includeExecutionData"]!));

        Task<JsonNode> UpdateAsync(string logging, string tracing) => served.CallAsync("AWSStepFunctions.UpdateStateMachine", new JsonObject
        {
            ["stateMachineArn"] = arn,
            ["loggingConfiguration"] = JsonNode.Parse(logging),
            ["tracingConfiguration"] = JsonNode.Parse(tracing),
        }.ToJsonString());
    }

    /// <remarks>https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html, on idempotency.</remarks>
    [Theory]
    [InlineData("null", "null", true)]
    [InlineData("{}", """{"enabled":false}""", true)]
    [InlineData("""{"destinations":[]}""", "null", false)]
    [InlineData("""{"includeExecutionData":true}""", "null", false)]
    [InlineData("null", """{"enabled":true}""", false)]
    public async Task A_state_machine_is_the_same_where_its_logging_and_tracing_are(string logging, string tracing, bool isSame)
    {
        var name = NewName();
        await shared.Served.CallAsync("AWSStepFunctions.CreateStateMachine", Request("null", "null", name));

        using var answer = await shared.Served.SendAsync("AWSStepFunctions.CreateStateMachine", Request(logging, tracing, name));

        Assert.Equal(isSame ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(!isSame, (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Contains("StateMachineAlreadyExists", StringComparison.Ordinal));
    }

    private static string NewName() => $"M{Interlocked.Increment(ref names)}";

    private static string Request(string logging, string tracing, string? name = null) => new JsonObject
    {
        ["name"] = name ?? NewName(),
        ["definition"] = Machine,
        ["roleArn"] = "arn:aws:iam::1:role/r",
        ["loggingConfiguration"] = JsonNode.Parse(logging),
        ["tracingConfiguration"] = JsonNode.Parse(tracing),
    }.ToJsonString();

    private static Task<JsonNode> DescribeAsync(Served served, string arn) =>
        served.CallAsync("AWSStepFunctions.DescribeStateMachine", new JsonObject { ["stateMachineArn"] = arn }.ToJsonString());
}
