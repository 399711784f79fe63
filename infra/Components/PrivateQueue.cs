using Infra.Policies;
using Pulumi;
using Pulumi.Aws.Sqs;
using Workflow;

namespace Infra.Components;

/// <param name="Retention">The time for which a message may wait; SQS keeps none longer than 14 days.</param>
/// <param name="VisibilityTimeout">The time for which a received message stays hidden from other consumers.</param>
/// <param name="DeadLetters">The queue for messages that were received too often.</param>
internal sealed record PrivateQueueArgs(
    TimeSpan Retention, TimeSpan? VisibilityTimeout = null, Queue? DeadLetters = null);

/// <summary>An encrypted queue that is reached over TLS only, by roles of this account.</summary>
internal static class PrivateQueue
{
    public static Queue Create(string name, PrivateQueueArgs args, Scope scope, CustomResourceOptions options)
    {
        var queue = new Queue($"{name}-queue", new()
        {
            Name = scope.Names.Of(name),
            MessageRetentionSeconds = (int)args.Retention.TotalSeconds,
            VisibilityTimeoutSeconds = args.VisibilityTimeout is { } timeout ? (int)timeout.TotalSeconds : null,
            RedrivePolicy = args.DeadLetters is { } deadLetters ? (Input<string>)RedriveTo(deadLetters) : null,
            SqsManagedSseEnabled = scope.Encryption.Key is null ? true : null,
            KmsMasterKeyId = scope.Encryption.Key,
        }, options);
        _ = new QueuePolicy($"{name}-queue-policy", new()
        {
            QueueUrl = queue.Url,
            Policy = Statement.Policy(Statement.DenyWithoutTls("sqs:*", queue.Arn)),
        }, options);

        return queue;
    }

    private static Output<string> RedriveTo(Queue deadLetters) => Output.JsonSerialize(deadLetters.Arn.Apply(arn => new
    {
        deadLetterTargetArn = arn,
        maxReceiveCount = PipelineFacts.ReceivesBeforeDeadLetter,
    }));
}
