using System.Text.Json.Nodes;

namespace Local.Tests.Serve;

/// <summary>Fields of a task's parameters that its API does not have: they fail the task, wherever they stand, and nothing is sent.</summary>
public sealed class TaskFieldTests(SharedServer shared) : IClassFixture<SharedServer>
{
    [Theory]
    [InlineData("sqs:sendMessage", """{{queue},"MessageBody":"m","MessageAttribute":{}}""", "MessageAttribute")]
    [InlineData("sqs:sendMessage", """{{queue},"MessageBody":"m","MessageAttributes":{"a":{"DataType":"String","StringVal":"x"}}}""", "StringVal")]
    [InlineData("sqs:sendMessage", """{{queue},"messageBody":"m"}""", "messageBody")]
    [InlineData("aws-sdk:sqs:sendMessageBatch", """{{queue},"Entries":[{"Id":"a","MessageBody":"m"},{"Id":"b","MessageBody":"m","Delay":1}]}""", "Delay")]
    [InlineData("aws-sdk:sqs:receiveMessage", """{{queue},"MaxMessages":1}""", "MaxMessages")]
    [InlineData("athena:startQueryExecution.sync", """{"QueryString":"SELECT 1","Workgroup":"primary"}""", "Workgroup")]
    [InlineData("athena:startQueryExecution.sync", """{"QueryString":"SELECT 1","QueryExecutionContext":{"Db":"x"}}""", "Db")]
    [InlineData("athena:startQueryExecution.sync", """{"QueryString":"SELECT 1","ResultConfiguration":{"OutputLocation":"s3://a/","Location":"s3://b/"}}""", "Location")]
    [InlineData("lambda:invoke", """{"FunctionName":"StorePlanning","Payloads":{}}""", "Payloads")]
    [InlineData("aws-sdk:s3:listObjectsV2", """{"Bucket":"streaming-analytics-lake","Prefx":"in/"}""", "Prefx")]
    [InlineData("aws-sdk:s3:putObject", """{"Bucket":"streaming-analytics-lake","Key":"t","Bodi":"x"}""", "Bodi")]
    [InlineData("aws-sdk:sfn:describeMapRun", """{"MapRunArn":"a","Foo":1}""", "Foo")]
    [InlineData("aws-sdk:redshiftdata:executeStatement", """{"Sql":"SELECT 1","Sqls":[]}""", "Sqls")]
    [InlineData("aws-sdk:redshiftdata:executeStatement", """{"Sql":"SELECT :a","Parameters":[{"Name":"a","Val":"1"}]}""", "Val")]
    public async Task A_field_that_the_API_does_not_have_is_named(string resource, string parameters, string field)
    {
        var answer = await TestAsync(resource, parameters);

        Assert.Equal("States.Runtime", (string?)answer["error"]);
        Assert.EndsWith($"could not be used to start the Task: [The field \"{field}\" is not supported by Step Functions]", (string?)answer["cause"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lambda:invoke", """{"FunctionName":"StorePlanning","InvocationType":"Event","Payload":{}}""", "States.Runtime", "The local stage waits for a function's answer: InvocationType 'Event' is not one of [RequestResponse].")]
    [InlineData("lambda:invoke", """{"FunctionName":"StorePlanning","Qualifier":"live","Payload":{}}""", "Lambda.ResourceNotFoundException", "Function not found: StorePlanning:live")]
    [InlineData("lambda:invoke", """{"FunctionName":"StorePlanning:live","Payload":{}}""", "Lambda.ResourceNotFoundException", "Function not found: StorePlanning:live")]
    [InlineData("lambda:invoke", """{"FunctionName":"arn:aws:lambda:us-east-1:111111111111:function:StorePlanning","Payload":{}}""", "Lambda.ResourceNotFoundException", "Function not found: arn:aws:lambda:us-east-1:111111111111:function:StorePlanning")]
    [InlineData("aws-sdk:s3:listObjectsV2", """{"Bucket":"streaming-analytics-lake","Delimiter":"/"}""", "S3.NotImplementedException", "The local stage lists for state machines without a Delimiter: ask for a Prefix.")]
    [InlineData("aws-sdk:s3:listObjectsV2", """{"Bucket":"streaming-analytics-lake","MaxKeys":-1}""", "S3.InvalidArgumentException", "Argument maxKeys must be an integer between 0 and 2147483647")]
    public async Task A_field_that_would_change_the_answer_is_not_passed_over(string resource, string parameters, string error, string cause)
    {
        var answer = await TestAsync(resource, parameters);

        Assert.Equal((error, cause), ((string?)answer["error"], (string?)answer["cause"]));
    }

    [Theory]
    [InlineData("StorePlanning")]
    [InlineData("StorePlanning:$LATEST")]
    [InlineData("function:StorePlanning")]
    [InlineData("000000000000:function:StorePlanning")]
    [InlineData("arn:aws:lambda:us-east-1:000000000000:function:StorePlanning")]
    [InlineData("arn:aws:lambda:us-east-1:000000000000:function:StorePlanning:$LATEST")]
    public async Task A_function_is_called_by_its_name_or_its_ARN(string function)
    {
        var answer = await TestAsync("lambda:invoke", new JsonObject
        {
            ["FunctionName"] = function,
            ["Qualifier"] = "$LATEST",
            ["InvocationType"] = "RequestResponse",
            ["Payload"] = new JsonObject(),
        }.ToJsonString());

        // The function's own refusal of an empty request.
        Assert.Equal("JsonException", (string?)answer["error"]);
    }

    [Fact]
    public async Task Each_integration_knows_its_fields()
    {
        var cause = (string)(await TestAsync("no:such", "{}"))["cause"]!;
        var integrations = cause[cause.IndexOf("It has ", StringComparison.Ordinal)..]["It has ".Length..].TrimEnd('.').Split(", ")
            .Where(name => !name.EndsWith(".waitForTaskToken", StringComparison.Ordinal)).ToList();

        var silent = new List<string>();
        foreach (var integration in integrations)
        {
            var answer = await TestAsync(integration, """{"Misspelt":1}""");
            if ((string?)answer["error"] != "States.Runtime" || !((string)answer["cause"]!).Contains("The field \"Misspelt\"", StringComparison.Ordinal))
            {
                silent.Add(integration);
            }
        }

        Assert.InRange(integrations.Count, 20, 100);
        Assert.Equal([], silent);
    }

    private async Task<JsonNode> TestAsync(string resource, string parameters) => await shared.Served.CallAsync("AWSStepFunctions.TestState", new JsonObject
    {
        ["definition"] = $$"""{"Type":"Task","Resource":"arn:aws:states:::{{resource}}","Parameters":{{parameters.Replace("{queue}", "\"QueueUrl\":\"http://127.0.0.1/000000000000/DeliveryQueue\"", StringComparison.Ordinal)}},"End":true}""",
        ["input"] = "{}",
    }.ToJsonString());
}
