namespace Local.Sqs;

/// <summary>A value a sender sends beside the body: a string (String, Number) or bytes (Binary).</summary>
internal sealed record MessageAttribute(string DataType = "", string? StringValue = null, byte[]? BinaryValue = null);

/// <summary>A message as its sender sends it. When the delay is null, the queue's own applies.</summary>
internal sealed record NewMessage(
    string Body,
    TimeSpan? Delay = null,
    IReadOnlyDictionary<string, MessageAttribute>? Attributes = null)
{
    /// <summary>The sender's system attributes, of which there is only <c>AWSTraceHeader</c>.</summary>
    public IReadOnlyDictionary<string, MessageAttribute>? SystemAttributes { get; init; }

    /// <summary>The message group of a fair queue; it changes nothing in the order here.</summary>
    public string? GroupId { get; init; }

    /// <summary>The deduplication id of FIFO queues, which do not exist here.</summary>
    public string? DeduplicationId { get; init; }
}

/// <summary>The answer that a sender gets.</summary>
internal sealed record SentMessage(string Id, string BodyDigest, string? AttributesDigest, string? SystemAttributesDigest);

/// <summary>The message that a receiver gets.</summary>
internal sealed record ReceivedMessage(string ReceiptHandle, StoredMessage Message)
{
    public string Id => Message.Id;

    public string Body => Message.Body;
}
