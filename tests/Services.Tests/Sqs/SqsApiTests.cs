using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Local.Sqs;
using Tests.Shared;

namespace Services.Tests.Sqs;

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
        api = new(() => queues);
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

    /// <remarks>Names and answers of test_receive_message_message_attribute_names_filters, recorded on AWS by LocalStack's tests on 2023-07-06.</remarks>
    [Theory]
    [InlineData("""[]""", "")]
    [InlineData("""["All"]""", "General Hello Help.Me")]
    [InlineData("""["*"]""", "General Hello Help.Me")]
    [InlineData("""[".*"]""", "General Hello Help.Me")]
    [InlineData("""["Foo", "Help"]""", "")]
    [InlineData("""["Hello", "General"]""", "General Hello")]
    [InlineData("""["Foo", "Hello"]""", "Hello")]
    [InlineData("""["Hel.*"]""", "Hello Help.Me")]
    [InlineData("""["AWS."]""", "")]
    [InlineData("""["..foo"]""", "")]
    public async Task Attributes_are_received_by_name_by_prefix_or_all(string names, string received)
    {
        await InvokeAsync(
            "SendMessage",
            """{"QueueUrl":"{url}","MessageBody":"m","MessageAttributes":{"Help.Me":{"DataType":"String","StringValue":"Me"},"Hello":{"DataType":"String","StringValue":"There"},"General":{"DataType":"String","StringValue":"Kenobi"}}}""");

        var answer = await InvokeAsync("ReceiveMessage", $$"""{"QueueUrl":"{url}","MessageAttributeNames":{{names}}}""");

        var attributes = answer["Messages"]![0]!["MessageAttributes"]?.AsObject() ?? [];
        Assert.Equal(received, string.Join(' ', attributes.Select(attribute => attribute.Key).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("a", "String", "x", null)]
    [InlineData("attr.1øßä", "String", "x", null)]
    [InlineData("a-b_c.D9", "String.json", "x", null)]
    [InlineData("a", "Number", "-12.5e3", null)]
    [InlineData("a", "Number.int", "0", null)]
    [InlineData("a", "Number", "1e126", null)]
    [InlineData("", "String", "x", "The request must contain non-empty message (user) attribute names.")]
    [InlineData("é§", "String", "x", "Message (user) attributes name can only contain upper and lower score characters, digits, periods, hyphens and underscores. ")]
    [InlineData("a b", "String", "x", "Message (user) attributes name can only contain upper and lower score characters, digits, periods, hyphens and underscores. ")]
    [InlineData("a!", "String", "x", "Message (user) attributes name can only contain upper and lower score characters, digits, periods, hyphens and underscores. ")]
    [InlineData("a\n", "String", "x", "Message (user) attributes name can only contain upper and lower score characters, digits, periods, hyphens and underscores. ")]
    [InlineData("a..b", "String", "x", "Message (user) attribute name must not have successive '.' characters.")]
    [InlineData(".a", "String", "x", "You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These strings are reserved for internal use. Additionally, they cannot start or end with '.'.")]
    [InlineData("a.", "String", "x", "You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These strings are reserved for internal use. Additionally, they cannot start or end with '.'.")]
    [InlineData("aWs.x", "String", "x", "You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These strings are reserved for internal use. Additionally, they cannot start or end with '.'.")]
    [InlineData("AMAZON.x", "String", "x", "You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These strings are reserved for internal use. Additionally, they cannot start or end with '.'.")]
    [InlineData("a", "string", "x", "The type of message (user) attribute 'a' is invalid. You must use only the following supported type prefixes: Binary, Number, String.")]
    [InlineData("a", "String", "", "Message (user) attribute 'a' must contain a non-empty value of type 'String'.")]
    [InlineData("a", "Number", "", "Message (user) attribute 'a' must contain a non-empty value of type 'Number'.")]
    [InlineData("a", "Binary", "x", "Message (user) attribute 'a' must contain a non-empty value of type 'Binary'.")]
    [InlineData("a", "Number", "Hello", "Can't cast the value of message (user) attribute 'a' to a number.")]
    [InlineData("a", "Number", "0x10", "Can't cast the value of message (user) attribute 'a' to a number.")]
    [InlineData("a", "Number", ".", "Can't cast the value of message (user) attribute 'a' to a number.")]
    [InlineData("a", "Number", "1e999", "Number attribute value 1e999 should be in range (-10**128..10**126)")]
    [InlineData("a", "Number", "123456789012345678901234567890123456789", "Number attribute value 123456789012345678901234567890123456789 should be in range (-10**128..10**126)")]
    [InlineData("a", "String", "\u0008", "Invalid binary character '#x8' was found in the message (user) attribute 'a', the set of allowed characters is #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF].")]
    public async Task An_attribute_is_taken_or_refused_with_the_reason(string name, string type, string value, string? refused)
    {
        var request = new JsonObject
        {
            ["QueueUrl"] = Url,
            ["MessageBody"] = "m",
            ["MessageAttributes"] = new JsonObject { [name] = new JsonObject { ["DataType"] = type, ["StringValue"] = value } },
        };

        Assert.Equal(refused, await RefusalAsync("SendMessage", request));
    }

    [Theory]
    [InlineData(256, null)]
    [InlineData(257, "Message (user) attribute names must be shorter than 256 Bytes")]
    public async Task A_name_of_an_attribute_has_an_end(int length, string? refused) =>
        await An_attribute_is_taken_or_refused_with_the_reason(new('n', length), "String", "x", refused);

    [Fact]
    public async Task A_message_has_ten_attributes_at_most()
    {
        var attributes = new JsonObject(Enumerable.Range(0, 11).Select(number => KeyValuePair.Create<string, JsonNode?>(
            $"a{number}", new JsonObject { ["DataType"] = "String", ["StringValue"] = "x" })));

        Assert.Equal(
            "Number of message attributes [11] exceeds the allowed maximum [10].",
            await RefusalAsync("SendMessage", new() { ["QueueUrl"] = Url, ["MessageBody"] = "m", ["MessageAttributes"] = attributes }));
    }

    [Fact]
    public async Task A_trace_header_and_a_message_group_come_with_the_message_also_out_of_the_dead_letter_queue()
    {
        const string Trace = "Root=1-5759e988-bd862e3fe1be46a994272793";
        var sent = await InvokeAsync(
            "SendMessage",
            """{"QueueUrl":"{url}","MessageBody":"m","MessageGroupId":"tenant-1","MessageSystemAttributes":{"AWSTraceHeader":{"DataType":"String","StringValue":"{trace}"}}}"""
                .Replace("{trace}", Trace, StringComparison.Ordinal));
        var received = await InvokeAsync("ReceiveMessage", """{"QueueUrl":"{url}","VisibilityTimeout":0,"AttributeNames":["AWSTraceHeader","MessageGroupId"]}""");
        await InvokeAsync("ReceiveMessage", """{"QueueUrl":"{url}"}""");
        await InvokeAsync("StartMessageMoveTask", """{"SourceArn":"arn:aws:sqs:us-east-1:000000000000:Lost"}""");
        var again = await InvokeAsync("ReceiveMessage", """{"QueueUrl":"{url}","MessageSystemAttributeNames":["AWSTraceHeader","MessageGroupId"]}""");

        // By hashlib of Python, over the encoding that the developer guide describes for attributes.
        Assert.Equal("62a56dd927315f2b2e12832b84617ea5", (string)sent["MD5OfMessageSystemAttributes"]!);
        var attributes = $$"""{"AWSTraceHeader":"{{Trace}}","MessageGroupId":"tenant-1"}""";
        Assert.Equal(attributes, received["Messages"]![0]!["Attributes"]!.ToJsonString());
        Assert.Equal(attributes, again["Messages"]![0]!["Attributes"]!.ToJsonString());
    }

    [Fact]
    public async Task Dead_letters_are_sent_back_by_ARN()
    {
        await GiveUpAsync("one");

        var started = await InvokeAsync("StartMessageMoveTask", """{"SourceArn":"arn:aws:sqs:us-east-1:000000000000:Lost"}""");

        Assert.Equal(
            """{"taskId":"id-2","sourceArn":"arn:aws:sqs:us-east-1:000000000000:Lost"}""",
            Encoding.UTF8.GetString(Convert.FromBase64String((string)started["TaskHandle"]!)));
        Assert.Equal(1, queues.Get("Work").Depth.Visible);
        await AnswersAsync(
            "ListMessageMoveTasks",
            """{"SourceArn":"arn:aws:sqs:us-east-1:000000000000:Lost"}""",
            """{"Results":[{"Status":"COMPLETED","SourceArn":"arn:aws:sqs:us-east-1:000000000000:Lost","ApproximateNumberOfMessagesMoved":1,"ApproximateNumberOfMessagesToMove":1,"StartedTimestamp":1795165200000}]}""");
    }

    [Fact]
    public async Task A_move_task_with_a_rate_moves_so_many_a_second_until_it_is_cancelled()
    {
        await GiveUpAsync("one", "two", "three");
        const string Start = """{"SourceArn":"arn:aws:sqs:us-east-1:000000000000:Lost","DestinationArn":"arn:aws:sqs:us-east-1:000000000000:Work","MaxNumberOfMessagesPerSecond":1}""";

        var handle = (string)(await InvokeAsync("StartMessageMoveTask", Start))["TaskHandle"]!;
        await MovedAsync(1);
        Assert.Equal(
            "There is already a task running. Only one active task is allowed for a source queue arn at a given time.",
            await RefusalAsync("StartMessageMoveTask", JsonNode.Parse(Start)!.AsObject()));
        await MovedAsync(2);
        await AnswersAsync("CancelMessageMoveTask", $$"""{"TaskHandle":"{{handle}}"}""", """{"ApproximateNumberOfMessagesMoved":2}""");
        clock.Advance(TimeSpan.FromSeconds(10));

        await AnswersAsync(
            "ListMessageMoveTasks",
            """{"SourceArn":"arn:aws:sqs:us-east-1:000000000000:Lost","MaxResults":10}""",
            """{"Results":[{"Status":"CANCELLED","SourceArn":"arn:aws:sqs:us-east-1:000000000000:Lost","DestinationArn":"arn:aws:sqs:us-east-1:000000000000:Work","MaxNumberOfMessagesPerSecond":1,"ApproximateNumberOfMessagesMoved":2,"ApproximateNumberOfMessagesToMove":3,"StartedTimestamp":1795165200000}]}""");
        Assert.Equal(1, queues.Get("Lost").Depth.Visible);

        async Task MovedAsync(int count)
        {
            // The task sets its timer on a thread of its own, perhaps after an advance: time goes on in small steps until it was seen.
            while (queues.MoveTasks.Of(queues.Get("Lost"))[0].Moved < count)
            {
                clock.Advance(TimeSpan.FromMilliseconds(100));
                await Task.Yield();
            }
        }
    }

    [Fact]
    public async Task What_was_sent_to_the_dead_letter_queue_itself_has_no_way_back()
    {
        await queues.Get("Lost").SendAsync(new("one"));

        await InvokeAsync("StartMessageMoveTask", """{"SourceArn":"arn:aws:sqs:us-east-1:000000000000:Lost"}""");

        var tasks = await InvokeAsync("ListMessageMoveTasks", """{"SourceArn":"arn:aws:sqs:us-east-1:000000000000:Lost"}""");
        Assert.Equal(("FAILED", "CouldNotDetermineMessageSource"), ((string)tasks["Results"]![0]!["Status"]!, (string)tasks["Results"]![0]!["FailureReason"]!));
    }

    [Fact]
    public async Task Queues_are_listed_by_the_page()
    {
        var first = await InvokeAsync("ListQueues", """{"MaxResults":1}""");
        var second = await InvokeAsync("ListQueues", $$"""{"MaxResults":1,"NextToken":"{{first["NextToken"]}}"}""");

        Assert.EndsWith("/Lost", (string)Assert.Single(first["QueueUrls"]!.AsArray())!, StringComparison.Ordinal);
        Assert.EndsWith("/Work", (string)Assert.Single(second["QueueUrls"]!.AsArray())!, StringComparison.Ordinal);
        Assert.Null(second["NextToken"]);
    }

    [Theory]
    [InlineData("GetQueueUrl", """{"QueueName":"Work"}""", """{"QueueUrl":"https://sqs.us-east-1.amazonaws.com/000000000000/Work"}""")]
    [InlineData("ListQueues", """{"QueueNamePrefix":"L"}""", """{"QueueUrls":["https://sqs.us-east-1.amazonaws.com/000000000000/Lost"]}""")]
    [InlineData(
        "GetQueueAttributes",
        """{"QueueUrl":"{url}","AttributeNames":["QueueArn","RedrivePolicy","MessageRetentionPeriod"]}""",
        """{"Attributes":{"MessageRetentionPeriod":"345600","QueueArn":"arn:aws:sqs:us-east-1:000000000000:Work","RedrivePolicy":"{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:000000000000:Lost\",\"maxReceiveCount\":1}"}}""")]
    [InlineData("ListQueues", """{"QueueNamePrefix":"none"}""", "{}")]
    [InlineData("GetQueueAttributes", """{"QueueUrl":"{url}"}""", """{"Attributes":{}}""")]
    [InlineData("ListDeadLetterSourceQueues", """{"QueueUrl":"Lost"}""", """{"queueUrls":["https://sqs.us-east-1.amazonaws.com/000000000000/Work"]}""")]
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
    [InlineData("SendMessage", """{"QueueUrl":"{url}","MessageBody":"x","MessageSystemAttributes":{"Foo":{"DataType":"String","StringValue":"x"}}}""", "InvalidParameterValue", "Message (system) attribute name 'Foo' is invalid. The only one that can be sent is AWSTraceHeader.")]
    [InlineData("SendMessage", """{"QueueUrl":"{url}","MessageBody":"x","MessageSystemAttributes":{"AWSTraceHeader":{"DataType":"String"}}}""", "InvalidParameterValue", "Message (system) attribute 'AWSTraceHeader' must contain a non-empty value of type 'String'.")]
    [InlineData("SendMessage", """{"QueueUrl":"{url}","MessageBody":"x","MessageSystemAttributes":{"AWSTraceHeader":{"DataType":"Number","StringValue":"1"}}}""", "InvalidParameterValue", "The type of message (system) attribute 'AWSTraceHeader' is invalid. It must be String.")]
    [InlineData("SendMessage", """{"QueueUrl":"{url}","MessageBody":"x","MessageGroupId":"a b"}""", "InvalidParameterValue", "Value a b for parameter MessageGroupId is invalid. Reason: MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.")]
    [InlineData("SendMessage", """{"QueueUrl":"{url}","MessageBody":"x","MessageDeduplicationId":"d"}""", "InvalidParameterValue", "Value d for parameter MessageDeduplicationId is invalid. Reason: The request include parameter that is not valid for this queue type.")]
    [InlineData("GetQueueAttributes", """{"QueueUrl":"{url}","AttributeNames":["QueueArn","Foo"]}""", "InvalidAttributeName", "Unknown Attribute Foo.")]
    [InlineData("ReceiveMessage", """{"QueueUrl":"{url}","AttributeNames":["Foo"]}""", "InvalidAttributeName", "Unknown Attribute Foo.")]
    [InlineData("ReceiveMessage", """{"QueueUrl":"{url}","MessageSystemAttributeNames":["VisibilityTimeout"]}""", "InvalidAttributeName", "Unknown Attribute VisibilityTimeout.")]
    [InlineData("ListQueues", """{"MaxResults":1001}""", "InvalidParameterValue", "Value for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and 1000.")]
    [InlineData("ListQueues", """{"MaxResults":0}""", "InvalidParameterValue", "Value for parameter MaxResults is invalid. Reason: MaxResults must be an integer between 1 and 1000.")]
    [InlineData("ListQueues", """{"NextToken":"?"}""", "InvalidParameterValue", "Invalid or expired next token.")]
    [InlineData("StartMessageMoveTask", """{"SourceArn":"arn:aws:sqs:us-east-1:000000000000:Work"}""", "InvalidParameterValue", "Source queue must be configured as a Dead Letter Queue.")]
    [InlineData("StartMessageMoveTask", """{"SourceArn":"arn:aws:sqs:us-east-1:000000000000:None"}""", "ResourceNotFoundException", "The resource that you specified for the SourceArn parameter doesn't exist.")]
    [InlineData("StartMessageMoveTask", """{"SourceArn":"Lost"}""", "InvalidParameterValue", "You must use this format to specify the SourceArn: arn:<partition>:<service>:<region>:<account-id>:<resource-id>")]
    [InlineData("StartMessageMoveTask", """{"SourceArn":"arn:aws:sqs:us-east-1:000000000000:Lost","DestinationArn":"arn:aws:sqs:us-east-1:000000000000:None"}""", "ResourceNotFoundException", "The resource that you specified for the DestinationArn parameter doesn't exist.")]
    [InlineData("StartMessageMoveTask", """{"SourceArn":"arn:aws:sqs:us-east-1:000000000000:Lost","DestinationArn":"arn:aws:sqs:us-east-1:000000000000:Lost"}""", "InvalidParameterValue", "The source and the destination of a message move task must differ.")]
    [InlineData("StartMessageMoveTask", """{"SourceArn":"arn:aws:sqs:us-east-1:000000000000:Lost","MaxNumberOfMessagesPerSecond":501}""", "InvalidParameterValue", "Value 501 for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: Must be between 1 and 500, if provided.")]
    [InlineData("CancelMessageMoveTask", """{"TaskHandle":"?"}""", "InvalidParameterValue", "Value for parameter TaskHandle is invalid.")]
    [InlineData("CancelMessageMoveTask", """{"TaskHandle":"eyJ0YXNrSWQiOiJuIiwic291cmNlQXJuIjoiYXJuOmF3czpzcXM6dXMtZWFzdC0xOjAwMDAwMDAwMDAwMDpMb3N0In0="}""", "ResourceNotFoundException", "Task does not exist.")]
    [InlineData("CancelMessageMoveTask", """{"TaskHandle":"eyJ0YXNrSWQiOiJuIiwic291cmNlQXJuIjoiYXJuOmF3czpzcXM6dXMtZWFzdC0xOjAwMDAwMDAwMDAwMDpOb25lIn0="}""", "ResourceNotFoundException", "The resource that you specified for the SourceArn parameter doesn't exist.")]
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

    private async Task<string?> RefusalAsync(string operation, JsonObject request)
    {
        try
        {
            await InvokeAsync(operation, request.ToJsonString());
            return null;
        }
        catch (SqsException refusal)
        {
            return refusal.Message;
        }
    }

    /// <summary>Sends messages and lets the queue give them up.</summary>
    private async Task GiveUpAsync(params string[] bodies)
    {
        var work = queues.Get("Work");
        foreach (var body in bodies)
        {
            await work.SendAsync(new(body));
        }

        await work.ReceiveAsync(bodies.Length, visibilityTimeout: TimeSpan.Zero);
        await work.ReceiveAsync();
        Assert.Equal(bodies.Length, queues.Get("Lost").Depth.Visible);
    }

    private string NextId() => string.Create(CultureInfo.InvariantCulture, $"id-{++lastId}");
}
