using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Local.Tests.Serve;

/// <summary>The real AWS CLI, where there is one on PATH.</summary>
public sealed class AwsCliTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Definition = """{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}""";

    private static readonly bool IsThere = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "aws.exe" : "aws")));

    [Fact]
    public async Task The_CLI_makes_a_state_machine_runs_it_and_reads_its_history()
    {
        var machine = (string)(await AwsAsync(
            "stepfunctions", "create-state-machine", "--name", "Cli", "--role-arn", "arn:aws:iam::000000000000:role/r", "--definition", Definition))["stateMachineArn"]!;
        var execution = (string)(await AwsAsync("stepfunctions", "start-execution", "--state-machine-arn", machine, "--input", "{}"))["executionArn"]!;
        await shared.Served.EndAsync(execution);

        var described = await AwsAsync("stepfunctions", "describe-execution", "--execution-arn", execution);
        var history = await AwsAsync("stepfunctions", "get-execution-history", "--execution-arn", execution, "--max-items", "2");

        Assert.Equal("SUCCEEDED", (string)described["status"]!);
        Assert.Equal(["ExecutionStarted", "SucceedStateEntered"], history["events"]!.AsArray().Select(happened => (string)happened!["type"]!));
    }

    [Fact]
    public async Task The_CLI_sends_and_receives_messages_and_checks_their_digests()
    {
        var url = (string)(await AwsAsync("sqs", "get-queue-url", "--queue-name", "DeliveryQueue"))["QueueUrl"]!;
        await AwsAsync(
            "sqs", "send-message", "--queue-url", url, "--message-body", "one", "--message-attributes", """{"kind":{"DataType":"String","StringValue":"x"}}""");

        var received = await AwsAsync("sqs", "receive-message", "--queue-url", url, "--message-attribute-names", "All");

        Assert.Equal("one", (string)received["Messages"]![0]!["Body"]!);
    }

    [Fact]
    public async Task The_CLI_puts_records_and_asks_the_lake()
    {
        var put = await AwsAsync(
            "firehose", "put-record-batch", "--delivery-stream-name", "inventory", "--records", "Data=e30=", "Data=e30=");
        var id = (string)(await AwsAsync(
            "athena", "start-query-execution", "--query-string", "SELECT ? AS answer", "--execution-parameters", "42"))["QueryExecutionId"]!;
        await shared.Served.Stage.Athena.WaitAsync(id, TestContext.Current.CancellationToken);
        var results = await AwsAsync("athena", "get-query-results", "--query-execution-id", id);

        Assert.Equal(0, (int)put["FailedPutCount"]!);
        Assert.Equal("42", (string)results["ResultSet"]!["Rows"]![1]!["Data"]![0]!["VarCharValue"]!);
    }

    [Fact]
    public async Task The_CLI_names_the_errors()
    {
        Assert.Equal(
            "An error occurred (AWS.SimpleQueueService.NonExistentQueue) when calling the GetQueueUrl operation: The specified queue does not exist.",
            (await RunAsync("sqs", "get-queue-url", "--queue-name", "no")).Error.Trim());
        Assert.Equal(
            "An error occurred (UnknownOperationException) when calling the ListStateMachineAliases operation: The local stage has no operation AWSStepFunctions.ListStateMachineAliases.",
            (await RunAsync("stepfunctions", "list-state-machine-aliases", "--state-machine-arn", "arn:aws:states:us-east-1:000000000000:stateMachine:StorePlanning")).Error.Trim());
    }

    [Fact]
    public async Task The_CLI_lists_and_reads_the_lake()
    {
        shared.Served.Stage.Lake.Put(new("streaming-analytics-lake", "by-hand/dt=2026-11-20/ü.txt"), "read"u8);

        var listed = await AwsAsync("s3api", "list-objects-v2", "--bucket", "streaming-analytics-lake", "--prefix", "by-hand/");
        var copied = await RunAsync("s3", "cp", "s3://streaming-analytics-lake/by-hand/dt=2026-11-20/ü.txt", "-");

        Assert.Equal("by-hand/dt=2026-11-20/ü.txt", (string)listed["Contents"]![0]!["Key"]!);
        Assert.Equal(("read", ""), copied);
    }

    [Theory]
    [InlineData("An error occurred (UnknownOperationException) when calling the ListFunctions operation: The local stage has no lambda GET /2015-03-31/functions", "lambda", "list-functions")]
    [InlineData("An error occurred (UnknownOperationException) when calling the DescribeInstances operation: The local stage has no ec2 DescribeInstances.", "ec2", "describe-instances")]
    [InlineData("An error occurred (UnknownOperationException) when calling the ListMetrics operation: The local stage has no monitoring ListMetrics.", "cloudwatch", "list-metrics")]
    [InlineData("An error occurred (UnknownOperationException) when calling the ListSecrets operation: The local stage has no secretsmanager ListSecrets.", "secretsmanager", "list-secrets")]
    public async Task The_CLI_shows_the_sentence_on_a_service_that_is_not_here(string expected, params string[] command) =>
        Assert.StartsWith(expected, (await RunAsync(command)).Error.Trim(), StringComparison.Ordinal);

    [Fact]
    public async Task The_CLI_knows_who_it_is() =>
        Assert.Equal("000000000000", (string)(await AwsAsync("sts", "get-caller-identity"))["Account"]!);

    private async Task<JsonNode> AwsAsync(params string[] arguments)
    {
        var (output, error) = await RunAsync(arguments);
        Assert.Equal("", error);
        return JsonNode.Parse(output)!;
    }

    private async Task<(string Output, string Error)> RunAsync(params string[] arguments)
    {
        Assert.SkipUnless(IsThere, "There is no 'aws' on PATH: the AWS CLI was not tried.");
        var start = new ProcessStartInfo("aws", [.. arguments, "--endpoint-url", $"{shared.Served.Address}", "--output", "json"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        (start.Environment["AWS_ACCESS_KEY_ID"], start.Environment["AWS_SECRET_ACCESS_KEY"]) = ("any", "any");
        (start.Environment["AWS_DEFAULT_REGION"], start.Environment["AWS_PAGER"]) = ("us-east-1", "");
        start.Environment["AWS_CONFIG_FILE"] = start.Environment["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(shared.Served.Stage.Root, "none");
        using var aws = Process.Start(start)!;
        var (output, error) = (aws.StandardOutput.ReadToEndAsync(Cancellation), aws.StandardError.ReadToEndAsync(Cancellation));
        await aws.WaitForExitAsync(Cancellation);
        return (await output, await error);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
