using System.Text.Json.Nodes;

namespace Local.Tests.Serve;

/// <summary>A function whose ARN is a task's resource: its answer itself is the result.</summary>
/// <remarks>
/// "The Lambda function Arn is defined as Resource … the output of this task is the return value of the Lambda Function":
/// https://docs.aws.amazon.com/cdk/api/v1/python/aws_cdk.aws_stepfunctions_tasks/InvokeFunction.html. Its events are
/// https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html's LambdaFunction….
/// </remarks>
public sealed class FunctionTaskTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Function = "arn:aws:lambda:us-east-1:000000000000:function:StorePlanning";
    private const string Input = """{"BatchInput":{"execution_id":"e","requested_at":"2026-11-20T18:00:00Z"},"Items":[]}""";

    [Theory]
    [InlineData(Function)]
    [InlineData(Function + ":$LATEST")]
    public async Task The_functions_answer_is_the_result_without_what_the_invocation_adds(string resource)
    {
        var direct = await TestAsync($$"""{"Type":"Task","Resource":"{{resource}}","End":true}""", Input);
        var invoked = await TestAsync(
            $$"""{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{"FunctionName":"{{Function}}","Payload.$":"$"},"End":true}""", Input);

        var answer = JsonNode.Parse((string)direct["output"]!)!;
        Assert.Equal(["batches", "planned", "rejected"], answer.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal).Take(3));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse((string)invoked["output"]!)!["Payload"], answer), answer.ToJsonString());
    }

    /// <summary>A state → what TestState answers to it.</summary>
    public static TheoryData<string, string> States => new()
    {
        {
            $$"""{"Type":"Task","Resource":"{{Function}}:live","End":true}""",
            $$"""{"error":"Lambda.ResourceNotFoundException","cause":"Function not found: {{Function}}:live","status":"FAILED"}"""
        },
        {
            """{"Type":"Task","Resource":"arn:aws:lambda:eu-central-1:123456789012:function:StorePlanning","End":true}""",
            """{"error":"Lambda.ResourceNotFoundException","cause":"Function not found: arn:aws:lambda:eu-central-1:123456789012:function:StorePlanning","status":"FAILED"}"""
        },
        {
            $$"""{"Type":"Task","Resource":"{{Function}}","InputPath":"$.none","End":true}""",
            """{"error":"States.Runtime","status":"FAILED"}"""
        },
        { $$"""{"Type":"Task","Resource":"{{Function}}","Parameters":{},"End":true}""", """{"error":"JsonException","status":"FAILED"}""" },
        { $$"""{"Type":"Task","Resource":"{{Function}}","Parameters":[],"End":true}""", """{"error":"JsonException","status":"FAILED"}""" },
        {
            $$"""{"Type":"Task","Resource":"{{Function}}","Parameters":{},"Retry":[{"ErrorEquals":["JsonException"]}],"End":true}""",
            """{"error":"JsonException","status":"RETRIABLE"}"""
        },
        {
            $$"""{"Type":"Task","Resource":"{{Function}}","Parameters":{},"Catch":[{"ErrorEquals":["States.TaskFailed"],"ResultPath":null,"Next":"Help"}],"End":true}""",
            $$"""{"error":"JsonException","nextState":"Help","status":"CAUGHT_ERROR"}"""
        },
        { $$"""{"Type":"Task","Resource":"{{Function}}","ResultSelector":{"n.$":"$.planned"},"ResultPath":"$.out","Next":"Then"}""", """{"nextState":"Then","status":"SUCCEEDED"}""" },
        { $$"""{"Type":"Task","Resource":"{{Function}}","QueryLanguage":"JSONata","Output":"{% $exists($states.result.Payload) %}","End":true}""", """{"output":"false","status":"SUCCEEDED"}""" },
        {
            $$"""{"Type":"Task","Resource":"{{Function}}","QueryLanguage":"JSONata","Arguments":"{% {'BatchInput': $states.input.BatchInput, 'Items': []} %}","Output":"{% $exists($states.result.batches) %}","End":true}""",
            """{"output":"true","status":"SUCCEEDED"}"""
        },
    };

    [Theory]
    [MemberData(nameof(States))]
    public async Task A_function_succeeds_and_fails_as_any_task(string state, string expected)
    {
        var answer = await TestAsync(state, Input);

        var members = JsonNode.Parse(expected)!.AsObject();
        Assert.True(members.All(member => JsonNode.DeepEquals(member.Value, answer[member.Key])), answer.ToJsonString());
    }

    [Fact]
    public async Task TestState_shows_what_the_function_took_and_answered()
    {
        var answer = await shared.Served.CallAsync("AWSStepFunctions.TestState", new JsonObject
        {
            ["definition"] = $$"""{"Type":"Task","Resource":"{{Function}}","Parameters":{"BatchInput.$":"$.BatchInput","Items":[]},"ResultPath":null,"End":true}""",
            ["input"] = Input,
            ["inspectionLevel"] = "DEBUG",
        }.ToJsonString());

        Assert.Equal(Input, (string?)answer["inspectionData"]!["afterParameters"]);
        Assert.Contains("\"planned\"", (string?)answer["inspectionData"]!["result"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Input, "LambdaFunctionScheduled LambdaFunctionStarted LambdaFunctionSucceeded TaskStateExited ExecutionSucceeded")]
    [InlineData("{}", "LambdaFunctionScheduled LambdaFunctionStarted LambdaFunctionFailed ExecutionFailed")]
    public async Task The_history_has_the_functions_own_events(string input, string expected)
    {
        await using var served = await Served.StartAsync();
        var machine = await served.CreateMachineAsync(
            "Direct", $$$$"""{"StartAt":"F","States":{"F":{"Type":"Task","Resource":"{{{{Function}}}}","TimeoutSeconds":60,"End":true}}}""");
        var started = await served.CallAsync(
            "AWSStepFunctions.StartExecution", new JsonObject { ["stateMachineArn"] = machine, ["input"] = input }.ToJsonString());
        await served.EndAsync((string)started["executionArn"]!);

        var history = await served.CallAsync(
            "AWSStepFunctions.GetExecutionHistory", new JsonObject { ["executionArn"] = (string)started["executionArn"]! }.ToJsonString());

        var events = history["events"]!.AsArray();
        Assert.Equal($"ExecutionStarted TaskStateEntered {expected}", string.Join(' ', events.Select(happened => (string)happened!["type"]!)));
        Assert.Equal(
            $$$"""{"resource":"{{{Function}}}","input":"{{{input.Replace("\"", "\\\"", StringComparison.Ordinal)}}}","inputDetails":{"truncated":false},"timeoutInSeconds":60}""",
            events[2]!["lambdaFunctionScheduledEventDetails"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        Assert.Null(events[3]!["lambdaFunctionStartedEventDetails"]);
    }

    [Fact]
    public async Task A_fault_of_Lambda_meets_it_as_it_meets_an_invocation()
    {
        await using var served = await Served.StartAsync(faults: "lambda=1");
        var machine = await served.CreateMachineAsync(
            "Direct", $$$$"""{"StartAt":"F","States":{"F":{"Type":"Task","Resource":"{{{{Function}}}}","End":true}}}""");

        var ended = await served.EndAsync(await served.StartExecutionAsync(machine, Input));

        Assert.Equal("FAILED", (string?)ended["status"]);
        Assert.StartsWith("Lambda.", (string?)ended["error"], StringComparison.Ordinal);
    }

    private async Task<JsonNode> TestAsync(string state, string input) => await shared.Served.CallAsync(
        "AWSStepFunctions.TestState", new JsonObject { ["definition"] = state, ["input"] = input }.ToJsonString());
}
