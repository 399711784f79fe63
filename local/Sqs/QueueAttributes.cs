using System.Globalization;
using System.Text.Json;
using Local.Protocol;

namespace Local.Sqs;

/// <summary>A queue's attributes by the names and in the text AWS gives them.</summary>
internal static class QueueAttributes
{
    public const string All = "All";

    // Every name of QueueAttributeName and MessageSystemAttributeName in SQS's model, also those that no queue has here.
    private static readonly HashSet<string> QueueNames =
    [
        All, "Policy", "VisibilityTimeout", "MaximumMessageSize", "MessageRetentionPeriod", "ApproximateNumberOfMessages",
        "ApproximateNumberOfMessagesNotVisible", "CreatedTimestamp", "LastModifiedTimestamp", "QueueArn",
        "ApproximateNumberOfMessagesDelayed", "DelaySeconds", "ReceiveMessageWaitTimeSeconds", "RedrivePolicy", "FifoQueue",
        "ContentBasedDeduplication", "KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds", "DeduplicationScope",
        "FifoThroughputLimit", "RedriveAllowPolicy", "SqsManagedSseEnabled",
    ];

    private static readonly HashSet<string> MessageNames =
    [
        All, "SenderId", "SentTimestamp", "ApproximateReceiveCount", "ApproximateFirstReceiveTimestamp", "SequenceNumber",
        "MessageDeduplicationId", "MessageGroupId", "AWSTraceHeader", "DeadLetterQueueSourceArn",
    ];

    /// <param name="names">Asked for; nothing is none.</param>
    /// <exception cref="SqsException">A name is none of a queue's.</exception>
    public static Dictionary<string, string> Of(Queue queue, IReadOnlyList<string?>? names) => Chosen(Of(queue), names, QueueNames);

    /// <inheritdoc cref="Of(Queue, IReadOnlyList{string?}?)"/>
    /// <exception cref="SqsException">A name is none of a message's.</exception>
    public static Dictionary<string, string> Of(StoredMessage message, IReadOnlyList<string?>? names) =>
        Chosen(Of(message), names, MessageNames);

    /// <exception cref="SqsException">A name is none of a message's.</exception>
    public static void CheckMessageNames(IReadOnlyList<string?> names) => Check(names, MessageNames);

    private static SortedDictionary<string, string> Of(Queue queue)
    {
        var depth = queue.Depth;
        var settings = queue.Settings;
        var attributes = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["QueueArn"] = QueueAddress.Arn(queue.Name),
            ["ApproximateNumberOfMessages"] = Text(depth.Visible),
            ["ApproximateNumberOfMessagesNotVisible"] = Text(depth.InFlight),
            ["ApproximateNumberOfMessagesDelayed"] = Text(depth.Delayed),
            ["CreatedTimestamp"] = Text(queue.CreatedAt.ToUnixTimeSeconds()),
            ["LastModifiedTimestamp"] = Text(queue.CreatedAt.ToUnixTimeSeconds()),
            ["VisibilityTimeout"] = Text(settings.VisibilityTimeout),
            ["MaximumMessageSize"] = Text(settings.MaximumMessageSize),
            ["MessageRetentionPeriod"] = Text(settings.Retention),
            ["DelaySeconds"] = Text(settings.Delay),
            ["ReceiveMessageWaitTimeSeconds"] = Text(settings.ReceiveWait),
            ["SqsManagedSseEnabled"] = "false",
        };
        if (settings.Redrive is { } redrive)
        {
            attributes["RedrivePolicy"] = JsonSerializer.Serialize(new
            {
                deadLetterTargetArn = QueueAddress.Arn(redrive.DeadLetterQueue),
                maxReceiveCount = redrive.MaxReceiveCount,
            });
        }

        return attributes;
    }

    /// <summary>The system attributes of a received message.</summary>
    private static SortedDictionary<string, string> Of(StoredMessage message)
    {
        var attributes = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["SenderId"] = LocalAccount.Id,
            ["SentTimestamp"] = Text(message.SentAt.ToUnixTimeMilliseconds()),
            ["ApproximateReceiveCount"] = Text(message.Receives),
        };
        if (message.FirstReceivedAt is { } first)
        {
            attributes["ApproximateFirstReceiveTimestamp"] = Text(first.ToUnixTimeMilliseconds());
        }

        if (message.TraceHeader is { } trace)
        {
            attributes[MessageRules.TraceHeader] = trace;
        }

        if (message.GroupId is { } group)
        {
            attributes["MessageGroupId"] = group;
        }

        if (message.DeadLetterSource is { } source)
        {
            attributes["DeadLetterQueueSourceArn"] = QueueAddress.Arn(source);
        }

        return attributes;
    }

    private static Dictionary<string, string> Chosen(
        SortedDictionary<string, string> attributes, IReadOnlyList<string?>? names, HashSet<string> known)
    {
        Check(names ?? [], known);
        return attributes.Where(attribute => names?.Any(name => name == All || name == attribute.Key) == true).ToDictionary();
    }

    private static void Check(IReadOnlyList<string?> names, HashSet<string> known)
    {
        if (names.OfType<string>().FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw new SqsException("InvalidAttributeName", $"Unknown Attribute {unknown}.");
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(TimeSpan time) => Text((long)time.TotalSeconds);
}
