using System.Text.Json.Serialization;

namespace Local.Sqs;

/// <summary>SQS's requests and answers as its JSON protocol has them; names are AWS's, so that they need no mapping.</summary>
/// <remarks>AWS treats null as a parameter that is absent, wherever it stands.</remarks>
internal static class SqsShapes
{
    public sealed record GetQueueUrlRequest(string? QueueName);

    public sealed record GetQueueUrlResponse(string QueueUrl);

    public sealed record ListQueuesRequest(string? QueueNamePrefix, string? NextToken, int? MaxResults);

    /// <summary>The answer of ListQueues. AWS leaves the list out when there is no queue.</summary>
    public sealed record ListQueuesResponse(IReadOnlyList<string>? QueueUrls, string? NextToken);

    public sealed record ListDeadLetterSourceQueuesRequest(string? QueueUrl, string? NextToken, int? MaxResults);

    public sealed record ListDeadLetterSourceQueuesResponse(
        [property: JsonPropertyName("queueUrls")] IReadOnlyList<string> QueueUrls, string? NextToken);

    public sealed record GetQueueAttributesRequest(string? QueueUrl, IReadOnlyList<string?>? AttributeNames);

    public sealed record GetQueueAttributesResponse(IReadOnlyDictionary<string, string> Attributes);

    public sealed record SendMessageRequest(
        string? QueueUrl,
        string? MessageBody,
        int? DelaySeconds,
        Dictionary<string, MessageAttributeValue?>? MessageAttributes,
        Dictionary<string, MessageAttributeValue?>? MessageSystemAttributes,
        string? MessageGroupId,
        string? MessageDeduplicationId);

    public sealed record SendMessageResponse(
        string MessageId,
        [property: JsonPropertyName("MD5OfMessageBody")] string BodyDigest,
        [property: JsonPropertyName("MD5OfMessageAttributes")] string? AttributesDigest,
        [property: JsonPropertyName("MD5OfMessageSystemAttributes")] string? SystemAttributesDigest);

    public sealed record SendMessageBatchRequest(string? QueueUrl, IReadOnlyList<SendMessageBatchEntry?>? Entries);

    public sealed record SendMessageBatchEntry(
        string? Id,
        string? MessageBody,
        int? DelaySeconds,
        Dictionary<string, MessageAttributeValue?>? MessageAttributes,
        Dictionary<string, MessageAttributeValue?>? MessageSystemAttributes,
        string? MessageGroupId,
        string? MessageDeduplicationId);

    public sealed record MessageAttributeValue(string? DataType, string? StringValue, byte[]? BinaryValue);

    public sealed record SendMessageBatchResultEntry(
        string Id,
        string MessageId,
        [property: JsonPropertyName("MD5OfMessageBody")] string BodyDigest,
        [property: JsonPropertyName("MD5OfMessageAttributes")] string? AttributesDigest,
        [property: JsonPropertyName("MD5OfMessageSystemAttributes")] string? SystemAttributesDigest);

    public sealed record ReceiveMessageRequest(
        string? QueueUrl,
        int? MaxNumberOfMessages,
        int? VisibilityTimeout,
        int? WaitTimeSeconds,
        IReadOnlyList<string?>? AttributeNames,
        IReadOnlyList<string?>? MessageSystemAttributeNames,
        IReadOnlyList<string?>? MessageAttributeNames);

    /// <summary>A receive that finds nothing answers without the list, as AWS does.</summary>
    public sealed record ReceiveMessageResponse(IReadOnlyList<Message>? Messages);

    public sealed record Message(
        string MessageId,
        string ReceiptHandle,
        [property: JsonPropertyName("MD5OfBody")] string BodyDigest,
        string Body,
        IReadOnlyDictionary<string, string>? Attributes,
        [property: JsonPropertyName("MD5OfMessageAttributes")] string? AttributesDigest,
        IReadOnlyDictionary<string, MessageAttribute>? MessageAttributes);

    public sealed record DeleteMessageRequest(string? QueueUrl, string? ReceiptHandle);

    public sealed record DeleteMessageBatchRequest(string? QueueUrl, IReadOnlyList<DeleteMessageBatchEntry?>? Entries);

    public sealed record DeleteMessageBatchEntry(string? Id, string? ReceiptHandle);

    public sealed record ChangeMessageVisibilityRequest(string? QueueUrl, string? ReceiptHandle, int? VisibilityTimeout);

    public sealed record ChangeMessageVisibilityBatchRequest(
        string? QueueUrl, IReadOnlyList<ChangeMessageVisibilityBatchEntry?>? Entries);

    public sealed record ChangeMessageVisibilityBatchEntry(string? Id, string? ReceiptHandle, int? VisibilityTimeout);

    public sealed record PurgeQueueRequest(string? QueueUrl);

    public sealed record StartMessageMoveTaskRequest(string? SourceArn, string? DestinationArn, int? MaxNumberOfMessagesPerSecond);

    public sealed record StartMessageMoveTaskResponse(string TaskHandle);

    public sealed record ListMessageMoveTasksRequest(string? SourceArn, int? MaxResults);

    public sealed record ListMessageMoveTasksResponse(IReadOnlyList<MessageMoveTask> Results);

    /// <summary>A handle only while it runs, as AWS has it; <c>StartedTimestamp</c> is milliseconds since 1970.</summary>
    public sealed record MessageMoveTask(
        string? TaskHandle,
        string Status,
        string SourceArn,
        string? DestinationArn,
        int? MaxNumberOfMessagesPerSecond,
        int ApproximateNumberOfMessagesMoved,
        int ApproximateNumberOfMessagesToMove,
        string? FailureReason,
        long StartedTimestamp);

    public sealed record CancelMessageMoveTaskRequest(string? TaskHandle);

    public sealed record CancelMessageMoveTaskResponse(int ApproximateNumberOfMessagesMoved);

    public sealed record BatchResponse<T>(IReadOnlyList<T> Successful, IReadOnlyList<BatchErrorEntry> Failed);

    public sealed record BatchEntryId(string Id);

    public sealed record BatchErrorEntry(string Id, string Code, string Message, bool SenderFault);

    public sealed record Nothing;
}
