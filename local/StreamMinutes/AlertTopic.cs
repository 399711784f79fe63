using Kinesis.Mappings;
using Local.Sns;
using Local.Sqs;
using RealTime.Alerts;
using RealTime.Detection;

namespace Local.StreamMinutes;

/// <summary>The topic of alerts with a queue for each audience, and whoever is told beside it.</summary>
/// <param name="told">Is told of each change that the topic took; of one that is published again, once more.</param>
internal sealed class AlertTopic(Topics topics, Action<AlertChange, Audience> told) : IAlertTopic
{
    public const string Name = "alerts";

    /// <summary>The queues that subscribe to it.</summary>
    public static IReadOnlyList<QueueSettings> Queues { get; } = [.. Enum.GetValues<Audience>().Select(audience => new QueueSettings(QueueOf(audience)))];

    public static IReadOnlyList<Subscription> Subscriptions { get; } =
    [
        .. Enum.GetValues<Audience>().Select(audience => new Subscription(
            QueueOf(audience), EventPattern.Parse($$"""{"audience":["{{AlertChange.Name(audience)}}"]}"""))),
    ];

    public async Task PublishAsync(AlertChange change, Audience audience, CancellationToken cancellation = default)
    {
        try
        {
            await topics.PublishAsync(
                Topics.Arn(Name),
                $"{(change.IsCleared ? "Cleared" : "Alert")}: {change.Kind} of {change.Key}",
                change.Message(audience),
                new Dictionary<string, string>
                {
                    ["audience"] = AlertChange.Name(audience),
                    ["kind"] = change.Kind,
                    ["change"] = change.IsCleared ? "cleared" : "opened",
                });
        }
        catch (Exception error) when (error is SqsException or TopicException or IOException)
        {
            throw new AlertsUndeliveredException($"The topic did not take {change.AlertId}: {error.Message}", error);
        }

        told(change, audience);
    }

    private static string QueueOf(Audience audience) => audience == Audience.Driver ? "DriverAlerts" : "FleetAlerts";
}
