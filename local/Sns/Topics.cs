using System.Text.Json;
using JsonValues;
using Kinesis.Mappings;
using Local.Protocol;
using Local.Sqs;

namespace Local.Sns;

/// <summary>A queue that gets what a topic is told.</summary>
/// <param name="FilterPolicy">An EventBridge pattern on the message's attributes; null for all messages.</param>
internal sealed record Subscription(string Queue, EventPattern? FilterPolicy = null);

/// <summary>SNS on one machine: topics whose subscribers are the stage's queues.</summary>
internal sealed class Topics(Queues queues, IReadOnlyDictionary<string, IReadOnlyList<Subscription>> topics, TimeProvider clock, Func<string> newId)
{
    public static string Arn(string topic) => LocalAccount.Arn("sns", topic);

    /// <summary>Sends a message to the queues whose filter policy fits its attributes.</summary>
    /// <param name="arn">The ARN of the topic.</param>
    /// <param name="attributes">Texts by name.</param>
    /// <exception cref="TopicException">There is no such topic.</exception>
    public async Task PublishAsync(string arn, string? subject, string message, IReadOnlyDictionary<string, string>? attributes = null)
    {
        var name = arn[(arn.LastIndexOf(':') + 1)..];
        var subscriptions = topics.GetValueOrDefault(name) ?? throw new TopicException($"Topic does not exist: {arn}. The stage has {string.Join(", ", topics.Keys)}.");
        var texts = attributes ?? new Dictionary<string, string>();
        var body = Notification(arn, subject, message, texts).ToString();
        using var parsed = JsonDocument.Parse(
            JsonObject.Of(texts.Select(text => KeyValuePair.Create(text.Key, Json.Of(text.Value)))).ToUtf8());
        foreach (var subscription in subscriptions.Where(subscription => subscription.FilterPolicy?.Matches(parsed.RootElement) != false))
        {
            await queues.Get(subscription.Queue).SendAsync(new(body));
        }
    }

    // This is the form in which SNS wraps a message for a queue without raw delivery.
    private JsonObject Notification(string arn, string? subject, string message, IReadOnlyDictionary<string, string> attributes) => JsonObject.OfPresent(
        ("Type", "Notification"),
        ("MessageId", newId()),
        ("TopicArn", arn),
        ("Message", message),
        ("Timestamp", clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture)),
        ("Subject", subject),
        ("MessageAttributes", attributes.Count == 0 ? null : JsonObject.Of(attributes.Select(attribute => KeyValuePair.Create<string, Json>(
            attribute.Key, JsonObject.Of(("Type", "String"), ("Value", attribute.Value)))))));
}

/// <summary>A topic that is not there.</summary>
internal sealed class TopicException(string message) : Exception(message);
