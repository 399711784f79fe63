using System.Globalization;
using System.Text.Json;
using Local.Protocol;

namespace Local.Sqs;

/// <summary>A queue's attributes by the names and in the text AWS gives them.</summary>
internal static class QueueAttributes
{
    public static IReadOnlyDictionary<string, string> Of(Queue queue)
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
    public static IReadOnlyDictionary<string, string> Of(StoredMessage message)
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

        if (message.DeadLetterSource is { } source)
        {
            attributes["DeadLetterQueueSourceArn"] = QueueAddress.Arn(source);
        }

        return attributes;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(TimeSpan time) => Text((long)time.TotalSeconds);
}
