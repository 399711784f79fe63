using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Local.Tests.Serve;

/// <summary>SQS as SDKs of before November 2023 speak it; forms and answers as the guide's "Making Query API requests" has them.</summary>
public sealed partial class QueryProtocolTests
{
    private const string Handles = "<ReceiptHandle>([^<]+)</ReceiptHandle>";

    [Fact]
    public async Task A_message_goes_round_from_send_to_delete()
    {
        await using var served = await Served.StartAsync();

        await AnswersAsync(
            served,
            "Action=SendMessage&MessageBody=one+%3Ctwo%3E&DelaySeconds=0&MessageAttribute.1.Name=kind&MessageAttribute.1.Value.DataType=String"
            + "&MessageAttribute.1.Value.StringValue=x&MessageAttribute.2.Name=bytes&MessageAttribute.2.Value.DataType=Binary&MessageAttribute.2.Value.BinaryValue=AQI%3D"
            + "&MessageSystemAttribute.1.Name=AWSTraceHeader&MessageSystemAttribute.1.Value.DataType=String&MessageSystemAttribute.1.Value.StringValue=Root%3D1",
            "<SendMessageResult><MessageId>*</MessageId><MD5OfMessageBody>83b42f2d3be0c18a84dae656d26ebb7a</MD5OfMessageBody>"
            + "<MD5OfMessageAttributes>*</MD5OfMessageAttributes><MD5OfMessageSystemAttributes>*</MD5OfMessageSystemAttributes></SendMessageResult>");
        var received = await AnswersAsync(
            served,
            "Action=ReceiveMessage&MaxNumberOfMessages=10&AttributeName.1=AWSTraceHeader&AttributeName.2=ApproximateReceiveCount&MessageAttributeName.1=All",
            "<ReceiveMessageResult><Message><MessageId>*</MessageId><ReceiptHandle>*</ReceiptHandle><MD5OfBody>*</MD5OfBody><Body>one &lt;two&gt;</Body>"
            + "<Attribute><Name>AWSTraceHeader</Name><Value>Root=1</Value></Attribute><Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>"
            + "<MD5OfMessageAttributes>*</MD5OfMessageAttributes>"
            + "<MessageAttribute><Name>kind</Name><Value><DataType>String</DataType><StringValue>x</StringValue></Value></MessageAttribute>"
            + "<MessageAttribute><Name>bytes</Name><Value><DataType>Binary</DataType><BinaryValue>AQI=</BinaryValue></Value></MessageAttribute></Message></ReceiveMessageResult>");
        var handle = Uri.EscapeDataString(Regex.Match(received, Handles).Groups[1].Value);
        await AnswersAsync(served, $"Action=ChangeMessageVisibility&VisibilityTimeout=60&ReceiptHandle={handle}", "");
        await AnswersAsync(served, $"Action=DeleteMessage&ReceiptHandle={handle}", "");
        await AnswersAsync(served, "Action=ReceiveMessage", "<ReceiveMessageResult />");
    }

    [Fact]
    public async Task A_batch_answers_entry_by_entry()
    {
        await using var served = await Served.StartAsync();

        await AnswersAsync(
            served,
            "Action=SendMessageBatch&SendMessageBatchRequestEntry.1.Id=a&SendMessageBatchRequestEntry.1.MessageBody=one&SendMessageBatchRequestEntry.2.Id=b"
            + "&SendMessageBatchRequestEntry.2.MessageBody=two&SendMessageBatchRequestEntry.2.DelaySeconds=901",
            "<SendMessageBatchResult><SendMessageBatchResultEntry><Id>a</Id><MessageId>*</MessageId><MD5OfMessageBody>f97c5d29941bfb1b2fdab0874906ab82</MD5OfMessageBody>"
            + "</SendMessageBatchResultEntry><BatchResultErrorEntry><Id>b</Id><Code>InvalidParameterValue</Code><Message>Value 901 for parameter DelaySeconds is invalid. "
            + "Reason: DelaySeconds must be &gt;= 0 and &lt;= 900.</Message><SenderFault>true</SenderFault></BatchResultErrorEntry></SendMessageBatchResult>");
        var received = await PostAsync(served, "Action=ReceiveMessage");
        var handle = Uri.EscapeDataString(Regex.Match(received.Body, Handles).Groups[1].Value);
        await AnswersAsync(
            served,
            $"Action=ChangeMessageVisibilityBatch&ChangeMessageVisibilityBatchRequestEntry.1.Id=a&ChangeMessageVisibilityBatchRequestEntry.1.ReceiptHandle={handle}"
            + "&ChangeMessageVisibilityBatchRequestEntry.1.VisibilityTimeout=9",
            "<ChangeMessageVisibilityBatchResult><ChangeMessageVisibilityBatchResultEntry><Id>a</Id></ChangeMessageVisibilityBatchResultEntry></ChangeMessageVisibilityBatchResult>");
        await AnswersAsync(
            served,
            $"Action=DeleteMessageBatch&DeleteMessageBatchRequestEntry.1.Id=a&DeleteMessageBatchRequestEntry.1.ReceiptHandle={handle}",
            "<DeleteMessageBatchResult><DeleteMessageBatchResultEntry><Id>a</Id></DeleteMessageBatchResultEntry></DeleteMessageBatchResult>");
    }

    [Fact]
    public async Task Queues_are_described()
    {
        await using var served = await Served.StartAsync();
        var url = $"{served.Address}000000000000/DeliveryQueue";

        await AnswersAsync(served, "Action=GetQueueUrl&QueueName=DeliveryQueue", $"<GetQueueUrlResult><QueueUrl>{url}</QueueUrl></GetQueueUrlResult>", path: "");
        await AnswersAsync(served, "Action=ListQueues&QueueNamePrefix=DeliveryQ", $"<ListQueuesResult><QueueUrl>{url}</QueueUrl></ListQueuesResult>", path: "");
        await AnswersAsync(
            served,
            $"Action=GetQueueAttributes&AttributeName.1=QueueArn&QueueUrl={Uri.EscapeDataString(url)}",
            "<GetQueueAttributesResult><Attribute><Name>QueueArn</Name><Value>arn:aws:sqs:us-east-1:000000000000:DeliveryQueue</Value></Attribute></GetQueueAttributesResult>",
            path: "");
        await AnswersAsync(served, "Action=PurgeQueue", "");
    }

    [Theory]
    [InlineData("Action=SendMessage", "000000000000/DeliveryQueue", 400, "MissingParameter", "The request must contain the parameter MessageBody.")]
    [InlineData("Action=SendMessage&MessageBody=x", "000000000000/None", 400, "AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist for this wsdl version.")]
    [InlineData("Action=ReceiveMessage&MaxNumberOfMessages=11", "000000000000/DeliveryQueue", 400, "InvalidParameterValue", "Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.")]
    [InlineData("Action=GetQueueAttributes&AttributeName.1=Foo", "000000000000/DeliveryQueue", 400, "InvalidAttributeName", "Unknown Attribute Foo.")]
    [InlineData("Action=StartMessageMoveTask&SourceArn=arn%3Aaws%3Asqs%3Aus-east-1%3A000000000000%3ANone", "", 404, "ResourceNotFoundException", "The resource that you specified for the SourceArn parameter doesn't exist.")]
    [InlineData("Action=Fly", "", 400, "InvalidAction", "The action Fly is not valid for this endpoint.")]
    public async Task A_refusal_has_the_protocols_code(string form, string path, int status, string code, string message)
    {
        await using var served = await Served.StartAsync();

        var answer = await PostAsync(served, form, path);

        Assert.Equal(status, (int)answer.Status);
        Assert.Equal(
            $"""<ErrorResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message><Detail /></Error><RequestId>*</RequestId></ErrorResponse>""",
            RequestId().Replace(answer.Body, "<RequestId>*</RequestId>"));
    }

    /// <summary>Where a star stands, anything may.</summary>
    private static async Task<string> AnswersAsync(Served served, string form, string result, string path = "000000000000/DeliveryQueue")
    {
        var action = Regex.Match(form, "Action=([A-Za-z]+)").Groups[1].Value;
        var answer = await PostAsync(served, form, path);

        var expected = $"""<{action}Response xmlns="http://queue.amazonaws.com/doc/2012-11-05/">{result}<ResponseMetadata><RequestId>*</RequestId></ResponseMetadata></{action}Response>""";
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Matches($"^{Regex.Escape(expected).Replace("\\*", "[^<]+", StringComparison.Ordinal)}$", answer.Body);
        return answer.Body;
    }

    private static async Task<(HttpStatusCode Status, string Body)> PostAsync(Served served, string form, string path = "000000000000/DeliveryQueue")
    {
        using var client = new HttpClient { BaseAddress = served.Address };
        using var content = new StringContent($"{form}&Version=2012-11-05", Encoding.UTF8, "application/x-www-form-urlencoded");
        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal("text/xml", response.Content.Headers.ContentType!.MediaType);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [GeneratedRegex("<RequestId>[^<]+</RequestId>")]
    private static partial Regex RequestId();
}
