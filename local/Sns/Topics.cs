using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
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
        var body = Notification(arn, subject, message, texts).ToJsonString(PlainJson.Options);
        using var parsed = JsonDocument.Parse(Encoding.UTF8.GetBytes(new JsonObject(
            texts.Select(text => KeyValuePair.Create(text.Key, (JsonNode?)JsonValue.Create(text.Value)))).ToJsonString()));
        foreach (var subscription in subscriptions.Where(subscription => subscription.FilterPolicy?.Matches(parsed.RootElement) != false))
        {
            await queues.Get(subscription.Queue).SendAsync(new(body));
        }
    }

    // This is the form in which SNS wraps a message for a queue without raw delivery.
    private JsonObject Notification(string arn, string? subject, string message, IReadOnlyDictionary<string, string> attributes)
    {
        var json = new JsonObject
        {
            ["Type"] = "Notification",
            ["MessageId"] = newId(),
            ["TopicArn"] = arn,
            ["Message"] = message,
            ["Timestamp"] = clock.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture),
        };
        if (subject is not null)
        {
            json["Subject"] = subject;
        }

        if (attributes.Count > 0)
        {
            json["MessageAttributes"] = new JsonObject(attributes.Select(attribute => KeyValuePair.Create(
                attribute.Key, (JsonNode?)new JsonObject { ["Type"] = "String", ["Value"] = attribute.Value })));
        }

        return json;
    }
}

/// <summary>A topic that is not there.</summary>
internal sealed class TopicException(string message) : Exception(message);
