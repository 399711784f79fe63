namespace Local.Sqs;

/// <summary>A value a sender sends beside the body: a string (String, Number) or bytes (Binary).</summary>
internal sealed record MessageAttribute(string DataType = "", string? StringValue = null, byte[]? BinaryValue = null);

/// <summary>What a sender sends. A delay of null is the queue's own.</summary>
internal sealed record NewMessage(
    string Body,
    TimeSpan? Delay = null,
    IReadOnlyDictionary<string, MessageAttribute>? Attributes = null);

/// <summary>What a sender gets.</summary>
internal sealed record SentMessage(string Id, string BodyDigest, string? AttributesDigest);

/// <summary>What a receiver gets.</summary>
internal sealed record ReceivedMessage(string ReceiptHandle, StoredMessage Message)
{
    public string Id => Message.Id;

    public string Body => Message.Body;
}
