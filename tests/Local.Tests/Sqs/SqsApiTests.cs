using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Local.Sqs;
using Tests.Shared;

namespace Local.Tests.Sqs;

public sealed class SqsApiTests : IAsyncDisposable
{
    private const string Url = "http://127.0.0.1:4566/000000000000/Work";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly TemporaryFolder folder = new();
    private readonly ManualTime clock = new();
    private readonly Queues queues;
    private readonly SqsApi api;
    private int lastId;

    public SqsApiTests()
    {
        QueueSettings[] settings = [new("Work") { Redrive = new("Lost", 1) }, new("Lost")];
        queues = Queues.Open(folder.Root, settings, clock, NextId, new(FlushToDisk: false));
        api = new(() => queues, NextId);
    }

    public async ValueTask DisposeAsync()
    {
        await queues.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_batch_answers_entry_by_entry_as_AWS_does()
    {
        await AnswersAsync(
            "SendMessageBatch",
            """{"QueueUrl":"{url}","Entries":[{"Id":"0","MessageBody":"one","DelaySeconds":null},{"Id":"1","MessageBody":"\u0001"}]}""",
            """{"Successful":[{"Id":"0","MessageId":"id-1","MD5OfMessageBody":"f97c5d29941bfb1b2fdab0874906ab82"}],"Failed":[{"Id":"1","Code":"InvalidMessageContents","Message":"Invalid binary character '#x1' was found in the message body, the set of allowed characters is #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF].","SenderFault":true}]}""");
    }

    [Fact]
    public async Task Null_is_a_parameter_that_is_not_there()
    {
        await AnswersAsync(
            "SendMessageBatch",
            """{"QueueUrl":"{url}","Entries":[null,{"Id":"0","MessageBody":"one","DelaySeconds":null,"MessageAttributes":{"a":null,"b":{"DataType":"String","StringValue":"x","BinaryValue":null}}}]}""",
            """{"Successful":[{"Id":"0","MessageId":"id-1","MD5OfMessageBody":"f97c5d29941bfb1b2fdab0874906ab82","MD5OfMessageAttributes":"547d726ede75ba0303481dfe36e1cd27"}],"Failed":[]}""");
        await AnswersAsync(
            "ReceiveMessage",
            """{"QueueUrl":"{url}","WaitTimeSeconds":null,"AttributeNames":null,"MessageAttributeNames":[null,"a","b"]}""",
            """{"Messages":[{"MessageId":"id-1","ReceiptHandle":"V29yayBpZC0xIDE=","MD5OfBody":"f97c5d29941bfb1b2fdab0874906ab82","Body":"one","MD5OfMessageAttributes":"547d726ede75ba0303481dfe36e1cd27","MessageAttributes":{"b":{"DataType":"String","StringValue":"x"}}}]}""");
    }

    [Fact]
    public async Task A_message_goes_round_from_send_to_delete()
    {
        await AnswersAsync(
            "SendMessage",
            """{"QueueUrl":"{url}","MessageBody":"one","MessageAttributes":{"kind.a":{"DataType":"String","StringValue":"x"},"other":{"DataType":"Binary","BinaryValue":"AQI="}}}""",
            """{"MessageId":"id-1","MD5OfMessageBody":"f97c5d29941bfb1b2fdab0874906ab82","MD5OfMessageAttributes":"5d7ce723d2d8d1699f80319e0c567f64"}""");
        await AnswersAsync(
            "ReceiveMessage",
            """{"QueueUrl":"{url}","MessageSystemAttributeNames":["All"],"MessageAttributeNames":["kind.*"]}""",
            """{"Messages":[{"MessageId":"id-1","ReceiptHandle":"V29yayBpZC0xIDE=","MD5OfBody":"f97c5d29941bfb1b2fdab0874906ab82","Body":"one","Attributes":{"ApproximateFirstReceiveTimestamp":"1795165200000","ApproximateReceiveCount":"1","SenderId":"000000000000","SentTimestamp":"1795165200000"},"MD5OfMessageAttributes":"3d4235e2e25f83dd18836b185da76eb7","MessageAttributes":{"kind.a":{"DataType":"String","StringValue":"x"}}}]}""");
        await AnswersAsync(
            "ChangeMessageVisibility", """{"QueueUrl":"{url}","ReceiptHandle":"V29yayBpZC0xIDE=","VisibilityTimeout":60}""", "{}");
        await AnswersAsync(
            "DeleteMessageBatch",
            """{"QueueUrl":"{url}","Entries":[{"Id":"a","ReceiptHandle":"V29yayBpZC0xIDE="},{"Id":"b","ReceiptHandle":"?"}]}""",
            """{"Successful":[{"Id":"a"}],"Failed":[{"Id":"b","Code":"ReceiptHandleIsInvalid","Message":"The input receipt handle \"?\" is not a valid receipt handle.","SenderFault":true}]}""");
        await AnswersAsync("ReceiveMessage", """{"QueueUrl":"{url}"}""", "{}");
    }

    [Fact]
    public async Task Dead_letters_are_sent_back_by_ARN()
    {
        await queues.Get("Work").SendAsync(new("one"));
        await queues.Get("Work").ReceiveAsync(visibilityTimeout: TimeSpan.Zero);
        await queues.Get("Work").ReceiveAsync();

        await AnswersAsync(
            "StartMessageMoveTask", """{"SourceArn":"arn:aws:sqs:us-east-1:000000000000:Lost"}""", """{"TaskHandle":"id-3"}""");

        Assert.Equal(1, queues.Get("Work").Depth.Visible);
    }

    [Theory]
    [InlineData("GetQueueUrl", """{"QueueName":"Work"}""", """{"QueueUrl":"https://sqs.us-east-1.amazonaws.com/000000000000/Work"}""")]
    [InlineData("ListQueues", """{"QueueNamePrefix":"L"}""", """{"QueueUrls":["https://sqs.us-east-1.amazonaws.com/000000000000/Lost"]}""")]
    [InlineData(
        "GetQueueAttributes",
        """{"QueueUrl":"{url}","AttributeNames":["QueueArn","RedrivePolicy","MessageRetentionPeriod"]}""",
        """{"Attributes":{"MessageRetentionPeriod":"345600","QueueArn":"arn:aws:sqs:us-east-1:000000000000:Work","RedrivePolicy":"{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:000000000000:Lost\",\"maxReceiveCount\":1}"}}""")]
    [InlineData("PurgeQueue", """{"QueueUrl":"{url}"}""", "{}")]
    public Task A_queue_is_described(string operation, string request, string answer) => AnswersAsync(operation, request, answer);

    [Theory]
    [InlineData("SendMessage", "{}", "MissingParameter", "The request must contain the parameter QueueUrl.")]
    [InlineData("SendMessage", """{"QueueUrl":"{url}"}""", "MissingParameter", "The request must contain the parameter MessageBody.")]
    [InlineData("SendMessage", """{"QueueUrl":"http://host/000000000000/None","MessageBody":"x"}""", "QueueDoesNotExist", "The specified queue does not exist.")]
    [InlineData("SendMessageBatch", """{"QueueUrl":"{url}","Entries":[null]}""", "EmptyBatchRequest", "There should be at least one SendMessageBatchRequestEntry in the request.")]
    [InlineData("SendMessageBatch", """{"QueueUrl":"{url}","Entries":[{"MessageBody":"x"}]}""", "InvalidBatchEntryId", "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.")]
    [InlineData("SendMessage", """{"QueueUrl":"{url}","MessageBody":"x","MessageAttributes":{"a":{}}}""", "InvalidParameterValue", "The type of message (user) attribute 'a' is invalid. You must use only the following supported type prefixes: Binary, Number, String.")]
    [InlineData("SendMessage", """{"QueueUrl":"{url}","MessageBody":"x","MessageAttributes":{"a":{"DataType":null}}}""", "InvalidParameterValue", "The type of message (user) attribute 'a' is invalid. You must use only the following supported type prefixes: Binary, Number, String.")]
    [InlineData("ReceiveMessage", """{"QueueUrl":"{url}","MaxNumberOfMessages":"many"}""", "SerializationException", "The value at $.MaxNumberOfMessages is not of the type that belongs there.")]
    [InlineData("ReceiveMessage", "[]", "SerializationException", "The value at $ is not of the type that belongs there.")]
    [InlineData("AddPermission", "{}", "UnknownOperationException", "SQS has no operation 'AddPermission' here.")]
    public async Task A_request_that_is_not_right_is_refused_with_its_code(string operation, string request, string code, string message)
    {
        var refusal = await Assert.ThrowsAsync<SqsException>(() => InvokeAsync(operation, request));

        Assert.Equal((code, message), (refusal.Code, refusal.Message));
    }

    private async Task AnswersAsync(string operation, string request, string answer) =>
        Assert.Equal(answer, (await InvokeAsync(operation, request)).ToJsonString(Readable));

    private async Task<JsonNode> InvokeAsync(string operation, string request) =>
        JsonNode.Parse(await api.InvokeAsync(operation, Encoding.UTF8.GetBytes(request.Replace("{url}", Url, StringComparison.Ordinal))))!;

    private string NextId() => string.Create(CultureInfo.InvariantCulture, $"id-{++lastId}");
}
