namespace Local.Sqs;

/// <summary>A queue and its attributes; what is not said has SQS's default.</summary>
internal sealed record QueueSettings(string Name)
{
    public const int LargestMessage = 1024 * 1024;

    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan Delay { get; init; } = TimeSpan.Zero;

    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(4);

    public TimeSpan ReceiveWait { get; init; } = TimeSpan.Zero;

    /// <summary>Body and attributes, bytes.</summary>
    public int MaximumMessageSize { get; init; } = LargestMessage;

    public RedrivePolicy? Redrive { get; init; }
}

/// <summary>The queue to which a message goes that was received so many times and never deleted.</summary>
internal sealed record RedrivePolicy(string DeadLetterQueue, int MaxReceiveCount);
