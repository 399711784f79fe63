using System.Text.Json;
using Infra.Policies;
using Pulumi;
using Pulumi.Aws.Sns;

namespace Infra.Components;

/// <summary>The topic of alerts from the road and the shops, for drivers and for the fleet.</summary>
/// <remarks>Each message has an attribute <c>audience</c>, <c>driver</c> or <c>fleet</c>, by which subscriptions choose.</remarks>
internal sealed class StreamAlerts : Component
{
    private static readonly string ForTheFleet = JsonSerializer.Serialize(new { audience = (string[])["fleet"] });

    public StreamAlerts(Scope scope, Resource parent)
        : base("StreamAlerts", "stream-alerts", new() { Parent = parent })
    {
        var topic = new Topic("stream-alerts-topic", new()
        {
            Name = scope.Names.Of("stream-alerts"),
            KmsMasterKeyId = scope.Encryption.Key,
        }, Child);
        _ = new TopicPolicy("stream-alerts-topic-policy", new()
        {
            Arn = topic.Arn,
            Policy = Statement.Policy(Statement.DenyWithoutTls("sns:Publish", topic.Arn)),
        }, Child);
        if (scope.Settings.AlarmEmail is { } email)
        {
            _ = new TopicSubscription("stream-alerts-email", new()
            {
                Topic = topic.Arn,
                Protocol = "email",
                Endpoint = email,
                FilterPolicy = ForTheFleet,
            }, Child);
        }

        TopicArn = topic.Arn;
        TopicName = topic.Name;

        RegisterOutputs();
    }

    public Output<string> TopicArn { get; }

    public Output<string> TopicName { get; }
}
