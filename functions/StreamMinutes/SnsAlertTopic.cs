using Amazon.Runtime;
using Amazon.SimpleNotificationService;
using Amazon.SimpleNotificationService.Model;
using RealTime.Alerts;
using RealTime.Detection;

namespace StreamMinutes;

/// <summary>Alerts on an SNS topic; subscriptions take their audience's by the attributes.</summary>
internal sealed class SnsAlertTopic(IAmazonSimpleNotificationService sns, string topicArn) : IAlertTopic
{
    // A subject has at most 100 characters.
    private const int LongestSubject = 100;

    public async Task PublishAsync(AlertChange change, Audience audience, CancellationToken cancellation = default)
    {
        var subject = $"{(change.IsCleared ? "Cleared" : "Alert")}: {change.Kind} of {change.Key}";
        try
        {
            await sns.PublishAsync(
                new()
                {
                    TopicArn = topicArn,
                    Subject = subject.Length <= LongestSubject && subject.All(char.IsAscii) ? subject : change.Kind,
                    Message = change.Message(audience),
                    MessageAttributes = new()
                    {
                        ["audience"] = Text(AlertChange.Name(audience)),
                        ["kind"] = Text(change.Kind),
                        ["change"] = Text(change.IsCleared ? "cleared" : "opened"),
                    },
                },
                cancellation);
        }
        catch (Exception error) when (error is AmazonServiceException or HttpRequestException)
        {
            // Whatever error the topic has, the events must be counted; the alert stays recorded as not told, and an alarm says so.
            throw new AlertsUndeliveredException($"The topic did not take {change.AlertId}: {error.Message}", error);
        }
    }

    private static MessageAttributeValue Text(string value) => new() { DataType = "String", StringValue = value };
}
