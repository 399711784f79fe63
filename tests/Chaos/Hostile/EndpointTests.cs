using System.Globalization;
using System.Text.Json.Nodes;

namespace Chaos.Hostile;

/// <summary>Every operation of the server, and its pages.</summary>
public sealed class EndpointTests
{
    private const string Machine = "arn:aws:states:us-east-1:000000000000:stateMachine:StorePlanning";
    private const string Express = "arn:aws:states:us-east-1:000000000000:stateMachine:Express";
    private const string Run = "arn:aws:states:us-east-1:000000000000:execution:StorePlanning:e1";
    private const string Pass = """{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"End\":true}}}""";
    private const string Queue = "http://127.0.0.1:4566/000000000000/DeliveryQueue";

    private static readonly Dictionary<string, string> Requests = new()
    {
        ["AWSStepFunctions.CreateStateMachine"] = $$"""{"name":"m","definition":"{{Pass}}","roleArn":"arn:aws:iam::000000000000:role/r","type":"EXPRESS"}""",
        ["AWSStepFunctions.UpdateStateMachine"] = $$"""{"stateMachineArn":"{{Machine}}2","definition":"{{Pass}}"}""",
        ["AWSStepFunctions.DeleteStateMachine"] = $$"""{"stateMachineArn":"{{Machine}}2"}""",
        ["AWSStepFunctions.DescribeStateMachine"] = $$"""{"stateMachineArn":"{{Machine}}"}""",
        ["AWSStepFunctions.ListStateMachines"] = """{"maxResults":10,"nextToken":"x"}""",
        ["AWSStepFunctions.ValidateStateMachineDefinition"] = $$"""{"definition":"{{Pass}}","type":"STANDARD"}""",
        ["AWSStepFunctions.StartExecution"] = $$"""{"stateMachineArn":"{{Machine}}","name":"e1","input":"{\"asOf\":\"no\"}"}""",
        ["AWSStepFunctions.StartSyncExecution"] = $$"""{"stateMachineArn":"{{Express}}","name":"e1","input":"{\"a\":[1]}"}""",
        ["AWSStepFunctions.StopExecution"] = $$"""{"executionArn":"{{Run}}","error":"e","cause":"c"}""",
        ["AWSStepFunctions.RedriveExecution"] = $$"""{"executionArn":"{{Run}}","clientToken":"t"}""",
        ["AWSStepFunctions.DescribeExecution"] = $$"""{"executionArn":"{{Run}}"}""",
        ["AWSStepFunctions.DescribeStateMachineForExecution"] = $$"""{"executionArn":"{{Run}}"}""",
        ["AWSStepFunctions.ListExecutions"] = $$"""{"stateMachineArn":"{{Machine}}","statusFilter":"FAILED","maxResults":3}""",
        ["AWSStepFunctions.GetExecutionHistory"] = $$"""{"executionArn":"{{Run}}","maxResults":2,"reverseOrder":true,"includeExecutionData":false}""",
        ["AWSStepFunctions.DescribeMapRun"] = """{"mapRunArn":"arn:aws:states:us-east-1:000000000000:mapRun:StorePlanning/PlanDeliveries:x"}""",
        ["AWSStepFunctions.ListMapRuns"] = $$"""{"executionArn":"{{Run}}"}""",
        ["AWSStepFunctions.TagResource"] = $$"""{"resourceArn":"{{Machine}}2","tags":[{"key":"team","value":"stores"}]}""",
        ["AWSStepFunctions.UntagResource"] = $$"""{"resourceArn":"{{Machine}}2","tagKeys":["team"]}""",
        ["AWSStepFunctions.ListTagsForResource"] = $$"""{"resourceArn":"{{Machine}}"}""",
        ["AWSStepFunctions.CreateActivity"] = """{"name":"pack"}""",
        ["AWSStepFunctions.DescribeActivity"] = """{"activityArn":"arn:aws:states:us-east-1:000000000000:activity:pack"}""",
        ["AWSStepFunctions.ListActivities"] = """{"maxResults":3}""",
        ["AWSStepFunctions.DeleteActivity"] = """{"activityArn":"arn:aws:states:us-east-1:000000000000:activity:pack"}""",

        // Of one that is not there: a worker would wait a minute for each.
        ["AWSStepFunctions.GetActivityTask"] = """{"activityArn":"arn:aws:states:us-east-1:000000000000:activity:none","workerName":"w"}""",
        ["AWSStepFunctions.TestState"] = """{"definition":"{\"Type\":\"Pass\",\"End\":true}","roleArn":"arn:aws:iam::000000000000:role/r","input":"{}","inspectionLevel":"DEBUG"}""",
        ["AWSStepFunctions.SendTaskSuccess"] = """{"taskToken":"t","output":"{}"}""",
        ["AWSStepFunctions.SendTaskFailure"] = """{"taskToken":"t","error":"e","cause":"c"}""",
        ["AWSStepFunctions.SendTaskHeartbeat"] = """{"taskToken":"t"}""",
        ["Firehose_20150804.PutRecord"] = """{"DeliveryStreamName":"inventory","Record":{"Data":"e30="}}""",
        ["Firehose_20150804.PutRecordBatch"] = """{"DeliveryStreamName":"inventory","Records":[{"Data":"e30="},{"Data":"bm8="}]}""",
        ["Firehose_20150804.DescribeDeliveryStream"] = """{"DeliveryStreamName":"dispatches"}""",
        ["Firehose_20150804.ListDeliveryStreams"] = """{"Limit":1}""",
        ["AmazonAthena.StartQueryExecution"] = """{"QueryString":"SELECT ? AS a","ExecutionParameters":["1"],"ResultConfiguration":{"OutputLocation":"s3://streaming-analytics-lake/r/"}}""",
        ["AmazonAthena.GetQueryExecution"] = """{"QueryExecutionId":"00000000-0000-0000-0000-000000000000"}""",
        ["AmazonAthena.GetQueryResults"] = """{"QueryExecutionId":"00000000-0000-0000-0000-000000000000","MaxResults":5}""",
        ["AmazonAthena.StopQueryExecution"] = """{"QueryExecutionId":"00000000-0000-0000-0000-000000000000"}""",
        ["AmazonAthena.ListQueryExecutions"] = """{"MaxResults":5}""",
        ["DynamoDB_20120810.BatchGetItem"] = """{"RequestItems":{"trucks":{"Keys":[{"truck_id":{"S":"T"} }],"ProjectionExpression":"truck_id"} } }""",
        ["DynamoDB_20120810.DescribeTable"] = """{"TableName":"minutes"}""",
        ["DynamoDB_20120810.GetItem"] = """{"TableName":"minutes","Key":{"k":{"S":"a"},"m":{"S":"b"} } }""",
        ["DynamoDB_20120810.ListTables"] = """{"Limit":1}""",
        ["DynamoDB_20120810.Query"] = """{"TableName":"minutes","KeyConditionExpression":"k = :k AND begins_with(#m, :m)","FilterExpression":"a > :n","ExpressionAttributeNames":{"#m":"m"},"ExpressionAttributeValues":{":k":{"S":"a"},":m":{"S":"b"},":n":{"N":"1"} },"Limit":3}""",
        ["DynamoDB_20120810.Scan"] = """{"TableName":"alerts","FilterExpression":"NOT (contains(a, :a) OR b IN (:b))","ExpressionAttributeValues":{":a":{"S":"a"},":b":{"N":"2"} } }""",
        ["RedshiftData.ExecuteStatement"] = """{"WorkgroupName":"streaming-analytics","Database":"warehouse","Sql":"SELECT :a AS a","Parameters":[{"name":"a","value":"1"}],"StatementName":"n","ClientToken":"t"}""",
        ["RedshiftData.BatchExecuteStatement"] = """{"WorkgroupName":"streaming-analytics","Database":"warehouse","Sqls":["CREATE TEMP TABLE t (a BIGINT)","COPY t FROM 's3://streaming-analytics-lake/x/' IAM_ROLE DEFAULT FORMAT AS PARQUET","SELECT a FROM t"]}""",
        ["RedshiftData.DescribeStatement"] = """{"Id":"00000000-0000-0000-0000-000000000000"}""",
        ["RedshiftData.GetStatementResult"] = """{"Id":"00000000-0000-0000-0000-000000000000:1","NextToken":"MTI="}""",
        ["RedshiftData.ListStatements"] = """{"WorkgroupName":"streaming-analytics","Status":"FAILED","StatementName":"n","MaxResults":5}""",
        ["RedshiftData.CancelStatement"] = """{"Id":"00000000-0000-0000-0000-000000000000"}""",
        ["AmazonSQS.ListQueues"] = """{"QueueNamePrefix":"Del","MaxResults":3}""",
        ["AmazonSQS.GetQueueUrl"] = """{"QueueName":"DeliveryQueue"}""",
        ["AmazonSQS.PurgeQueue"] = $$"""{"QueueUrl":"{{Queue}}"}""",
        ["AmazonSQS.SendMessage"] = $$"""{"QueueUrl":"{{Queue}}","MessageBody":"b","DelaySeconds":1,"MessageAttributes":{"a":{"DataType":"String","StringValue":"v"} } }""",
        ["AmazonSQS.SendMessageBatch"] = $$"""{"QueueUrl":"{{Queue}}","Entries":[{"Id":"0","MessageBody":"b"}]}""",
        ["AmazonSQS.ReceiveMessage"] = $$"""{"QueueUrl":"{{Queue}}","MaxNumberOfMessages":2,"VisibilityTimeout":3}""",
        ["AmazonSQS.DeleteMessage"] = $$"""{"QueueUrl":"{{Queue}}","ReceiptHandle":"h"}""",
        ["AmazonSQS.DeleteMessageBatch"] = $$"""{"QueueUrl":"{{Queue}}","Entries":[{"Id":"0","ReceiptHandle":"h"},{"Id":"1","ReceiptHandle":"i"}]}""",
        ["AmazonSQS.ChangeMessageVisibilityBatch"] = $$"""{"QueueUrl":"{{Queue}}","Entries":[{"Id":"0","ReceiptHandle":"h","VisibilityTimeout":1}]}""",
        ["AmazonSQS.ChangeMessageVisibility"] = $$"""{"QueueUrl":"{{Queue}}","ReceiptHandle":"h","VisibilityTimeout":1}""",
        ["AmazonSQS.GetQueueAttributes"] = $$"""{"QueueUrl":"{{Queue}}","AttributeNames":["All"]}""",
        ["AmazonSQS.ListDeadLetterSourceQueues"] = """{"QueueUrl":"http://127.0.0.1:4566/000000000000/DeliveryDeadLetters","MaxResults":3}""",
        ["AmazonSQS.ListMessageMoveTasks"] = """{"SourceArn":"arn:aws:sqs:us-east-1:000000000000:DeliveryDeadLetters","MaxResults":3}""",
        ["AmazonSQS.CancelMessageMoveTask"] = """{"TaskHandle":"aGFuZGxl"}""",
        ["AmazonSQS.StartMessageMoveTask"] = """{"SourceArn":"arn:aws:sqs:us-east-1:000000000000:DeliveryDeadLetters"}""",
    };

    [Fact]
    public async Task Every_operation_answers_or_refuses_as_AWS_does()
    {
        await using var served = await Served.StartAsync();
        Assert.Equal(served.Operations.Order(StringComparer.Ordinal), Requests.Keys.Order(StringComparer.Ordinal));
        await served.CallAsync("AWSStepFunctions.CreateStateMachine", $$"""{"name":"Express","definition":"{{Pass}}","roleArn":"arn:aws:iam::000000000000:role/r","type":"EXPRESS"}""");
        foreach (var (operation, sound) in Requests)
        {
            Hostile.Read([sound], body =>
            {
                var (status, answer) = served.CallAsync(operation, body).GetAwaiter().GetResult();
                Assert.True(status is >= 200 and < 500, $"{operation} answers {status}: {answer} {string.Join(' ', served.Notices)}");
                Assert.NotNull(JsonNode.Parse(answer));
            }, Length.Inputs / 20);
        }

        Assert.All(
            Directory.EnumerateFileSystemEntries(served.Folder),
            entry => Assert.Equal(served.Data, entry));
    }

    /// <summary>What is asked with GET: the console's questions and files, and the live events.</summary>
    [Theory]
    [InlineData("/console/api/{0}", "states?execution=arn", "messages?queue=DeliveryQueue", "query?id=1", "none")]
    [InlineData("/console/api/states?execution={0}", Run, "arn:aws:states:us-east-1:000000000000:execution:StorePlanning:none")]
    [InlineData("/console/api/messages?queue={0}", "DeliveryQueue", "DeliveryDeadLetters")]
    [InlineData("/console/api/query?id={0}", "00000000-0000-0000-0000-000000000000")]
    [InlineData("/console/api/statement?id={0}", "00000000-0000-0000-0000-000000000000")]
    [InlineData("/events?execution={0}", Run)]
    [InlineData("/console/{0}", "index.html", "drawing/graph.mjs", "../index.html")]
    public async Task Whatever_a_page_is_asked_it_answers_or_refuses(string path, params string[] sound)
    {
        await using var served = await Served.StartAsync();
        Hostile.Read(sound, text =>
        {
            var (status, answer) = served.GetAsync(string.Format(CultureInfo.InvariantCulture, path, Uri.EscapeDataString(text))).GetAwaiter().GetResult();
            Assert.True(status < 500, $"{path} answers {status} to {text}: {answer} {string.Join(' ', served.Notices)}");
        }, Length.Inputs / 20);

        Assert.Empty(served.Notices);
    }

    [Theory]
    [InlineData("/../../../../../../etc/passwd")]
    [InlineData("/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/console/..%2f..%2f..%2f..%2f..%2fetc%2fpasswd")]
    [InlineData("/drawing/....//....//etc/passwd")]
    [InlineData("//etc/passwd")]
    [InlineData("/\0")]
    [InlineData("/index.html%00.mjs")]
    [InlineData("/%c0%ae%c0%ae/etc/passwd")]
    [InlineData("/C:%5cwindows%5cwin.ini")]
    public async Task A_path_leads_to_the_page_or_nowhere(string path)
    {
        await using var served = await Served.StartAsync();

        var (status, answer) = await served.GetAsync(path);

        Assert.True(status < 500, $"{path} answers {status}.");
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
    }
}
