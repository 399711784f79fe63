using System.Text.Json.Nodes;

namespace Workflow.Tests;

/// <summary>
/// The errors that the state machines retry are errors that Step Functions raises: a name that nobody raises is a retry
/// that never happens, and no run shows it. Each name stands here with where it comes from.
/// </summary>
/// <remarks>
/// AWS SDK integrations show the AWS SDK for Java 2's exceptions, as <c>Service.NameException</c> (developer guide,
/// "Learning to use AWS service SDK integrations"); optimized ones show those of the SDK for Java 1: recorded executions
/// hold <c>DynamoDB.AmazonDynamoDBException</c> and <c>SQS.AmazonSQSException</c> beside <c>DynamoDb.…</c> of the former.
/// </remarks>
public class ErrorNameTests
{
    private const string Java1 = "AWS SDK for Java 1: the service's base exception";
    private const string Java2 = "AWS SDK for Java 2: the service's base exception";
    private const string NoAnswer = "AWS SDK for Java: no answer came";
    private const string Guide = "Step Functions developer guide: Error names";
    private const string LambdaGuide = "Step Functions developer guide: Handle transient Lambda service exceptions";

    private static readonly Dictionary<string, Dictionary<string, string>> Known = new()
    {
        ["athena"] = new()
        {
            ["Athena.TooManyRequestsException"] = "Athena API reference: StartQueryExecution",
            ["Athena.InternalServerException"] = "Athena API reference: StartQueryExecution",
            ["Athena.AmazonAthenaException"] = Java1,
            // Should the integration move to the newer SDK, as others have.
            ["Athena.AthenaException"] = Java2,
            ["Athena.SdkClientException"] = NoAnswer,
            // What .sync says of a query that ended in FAILED.
            ["States.TaskFailed"] = Guide,
        },
        ["lambda"] = new()
        {
            ["Lambda.ClientExecutionTimeoutException"] = LambdaGuide,
            ["Lambda.ServiceException"] = LambdaGuide,
            ["Lambda.AWSLambdaException"] = LambdaGuide,
            ["Lambda.SdkClientException"] = LambdaGuide,
            ["Lambda.TooManyRequestsException"] = "Lambda API reference: Invoke",
            ["Lambda.Unknown"] = "Step Functions developer guide: Error names, unhandled errors of Lambda",
            ["TableBusyException"] = "the type of the exception that PricePlan throws",
            ["States.Timeout"] = Guide,
        },
        ["aws-sdk:redshiftdata"] = new()
        {
            ["RedshiftData.ActiveStatementsExceededException"] = "Redshift Data API reference: BatchExecuteStatement",
            ["RedshiftData.BatchExecuteStatementException"] = "Redshift Data API reference: BatchExecuteStatement",
            ["RedshiftData.InternalServerException"] = "Redshift Data API reference: DescribeStatement",
            ["RedshiftData.RedshiftDataException"] = Java2,
            ["RedshiftData.SdkClientException"] = NoAnswer,
            ["States.Timeout"] = Guide,
        },
        ["aws-sdk:s3"] = new()
        {
            ["S3.S3Exception"] = Java2,
            ["S3.SdkClientException"] = NoAnswer,
            ["States.Timeout"] = Guide,
        },
        ["aws-sdk:sfn"] = new()
        {
            ["Sfn.SfnException"] = Java2,
            ["Sfn.SdkClientException"] = NoAnswer,
            ["States.Timeout"] = Guide,
        },
        ["aws-sdk:sqs"] = new()
        {
            ["Sqs.RequestThrottledException"] = "SQS API reference: SendMessageBatch, RequestThrottled",
            ["Sqs.KmsThrottledException"] = "SQS API reference: SendMessageBatch, KmsThrottled",
            ["Sqs.SqsException"] = Java2,
            ["Sqs.SdkClientException"] = NoAnswer,
            ["States.Timeout"] = Guide,
        },
    };

    public static TheoryData<string> Services => [.. Known.Keys];

    [Theory]
    [MemberData(nameof(Services))]
    public void What_is_retried_is_what_the_service_raises(string service)
    {
        var retried = Tasks().Where(task => task.Service == service).SelectMany(task => task.Errors).Distinct();

        Assert.Equal(Known[service].Keys.Order(StringComparer.Ordinal), retried.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_task_asks_a_service_whose_errors_are_not_known() =>
        Assert.Equal(Known.Keys.Order(StringComparer.Ordinal), Tasks().Select(task => task.Service).Distinct().Order(StringComparer.Ordinal));

    // A state of its own raises the one error that a Map retries.
    [Fact]
    public void A_map_retries_only_what_a_state_inside_it_raises()
    {
        var raised = States().Where(state => Text(state, "Type") == "Fail").Select(state => Text(state, "Error"));

        Assert.Empty(States().Where(state => Text(state, "Type") == "Map").SelectMany(Errors).Except(raised));
    }

    private static IEnumerable<(string Service, IEnumerable<string> Errors)> Tasks() =>
        from state in States()
        where Text(state, "Type") == "Task"
        let name = Text(state, "Resource").Split(":::")[1]
        select (name[..name.LastIndexOf(':')], Errors(state));

    private static IEnumerable<string> Errors(JsonObject state) =>
        (state["Retry"]?.AsArray() ?? []).SelectMany(retrier => retrier!["ErrorEquals"]!.AsArray()).Select(name => name!.GetValue<string>());

    private static IEnumerable<JsonObject> States() => ProductMachine.All.SelectMany(machine => StatesOf(JsonNode.Parse(machine.Definition)!));

    private static IEnumerable<JsonObject> StatesOf(JsonNode machine) =>
        machine["States"]!.AsObject().Select(state => state.Value!.AsObject())
            .SelectMany(state => state["ItemProcessor"] is { } inner ? StatesOf(inner).Prepend(state) : [state]);

    private static string Text(JsonObject state, string field) => state[field]!.GetValue<string>();
}
