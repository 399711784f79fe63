namespace Local.Sqs;

/// <summary>A value a sender sends beside the body: a string (String, Number) or bytes (Binary).</summary>
internal sealed record MessageAttribute(string DataType = "", string? StringValue = null, byte[]? BinaryValue = null);

/// <summary>What a sender sends. A delay of null is the queue's own.</summary>
internal sealed record NewMessage(
    string Body,
    TimeSpan? Delay = null,
    IReadOnlyDictionary<string, MessageAttribute>? Attributes = null)
{
    /// <summary>What the sender says beside the message itself: <c>AWSTraceHeader</c> is all there is.</summary>
    public IReadOnlyDictionary<string, MessageAttribute>? SystemAttributes { get; init; }

    /// <summary>The message group of a fair queue; it changes nothing in the order here.</summary>
    public string? GroupId { get; init; }

    /// <summary>Of FIFO queues, of which there are none here.</summary>
    public string? DeduplicationId { get; init; }
}

/// <summary>What a sender gets.</summary>
internal sealed record SentMessage(string Id, string BodyDigest, string? AttributesDigest, string? SystemAttributesDigest);

/// <summary>What a receiver gets.</summary>
internal sealed record ReceivedMessage(string ReceiptHandle, StoredMessage Message)
{
    public string Id => Message.Id;

    public string Body => Message.Body;
}
