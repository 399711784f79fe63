using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace AwsFakes;

/// <summary>Standard queues with the operations that StoreTruck uses, and one queue of dead letters behind them all.</summary>
/// <param name="clock">Says when a message is visible again.</param>
public sealed class FakeSqs(TimeProvider clock)
{
    /// <summary>After so many receives a message is a dead letter.</summary>
    public const int MostReceives = 5;

    private readonly Lock gate = new();
    private readonly List<Message> messages = [];
    private int lastId;

    /// <summary>Called before each operation; may throw a <see cref="ServiceException"/>, or what ends the process.</summary>
    public Action<string, JsonObject> Before { get; set; } = (_, _) => { };

    /// <summary>Says of an entry of a batch that the service failed it; null: it does not.</summary>
    public Func<string, string, bool> Fails { get; set; } = (_, _) => false;

    /// <summary>How often each operation was called.</summary>
    public Dictionary<string, int> Calls { get; } = [];

    /// <summary>Receives that got nothing.</summary>
    public int EmptyReceives { get; private set; }

    /// <summary>Bodies of the messages given up on.</summary>
    public List<string> DeadLetters { get; } = [];

    public void Send(string queue, params IEnumerable<string> bodies)
    {
        lock (gate)
        {
            messages.AddRange(bodies.Select(body => new Message(queue, $"message-{++lastId}", body, clock.GetUtcNow())));
        }
    }

    /// <summary>Bodies of all that is on a queue, be it visible or not.</summary>
    public IReadOnlyList<string> Bodies(string queue) => Of(queue, _ => true);

    /// <summary>Bodies of what a receiver would be given now.</summary>
    public IReadOnlyList<string> Visible(string queue) => Of(queue, message => message.VisibleAt <= clock.GetUtcNow());

    public JsonObject Answer(string operation, JsonObject input)
    {
        Before(operation, input);
        lock (gate)
        {
            Calls[operation] = Calls.GetValueOrDefault(operation) + 1;
            return operation switch
            {
                "ReceiveMessage" => Receive(input),
                "DeleteMessageBatch" => Each(input, entry => messages.Remove(Taken(entry))),
                "ChangeMessageVisibilityBatch" => Each(input, entry =>
                    Taken(entry).VisibleAt = clock.GetUtcNow().AddSeconds(entry["VisibilityTimeout"]!.GetValue<int>())),
                "GetQueueAttributes" => new()
                {
                    ["Attributes"] = new JsonObject
                    {
                        ["ApproximateNumberOfMessages"] = $"{messages.Count(message => message.Queue == Name(input))}",
                    },
                },
                "SendMessageBatch" => Each(input, entry => Sent(input, entry)),
                _ => throw new ServiceException("UnknownOperationException", operation),
            };
        }
    }

    private JsonObject Receive(JsonObject input)
    {
        Demand(input["MaxNumberOfMessages"]!.GetValue<int>() is >= 1 and <= 10, "a call receives 1 to 10 messages");
        var (queue, now) = (Name(input), clock.GetUtcNow());
        var visible = messages.Where(message => message.Queue == queue && message.VisibleAt <= now).Take(10).ToList();
        foreach (var lost in visible.Where(message => message.Receives >= MostReceives))
        {
            messages.Remove(lost);
            DeadLetters.Add(lost.Body);
        }

        var received = visible.Where(messages.Contains).ToList();
        EmptyReceives += received.Count == 0 ? 1 : 0;
        foreach (var message in received)
        {
            message.Receives++;
            message.VisibleAt = now.AddSeconds(input["VisibilityTimeout"]!.GetValue<int>());
        }

        return received.Count == 0 ? [] : new() { ["Messages"] = new JsonArray([.. received.Select(Document)]) };
    }

    private static JsonNode Document(Message message) => new JsonObject
    {
        ["MessageId"] = message.Id,
        ["ReceiptHandle"] = message.Handle,
        ["Body"] = message.Body,
        ["MD5OfBody"] = Digest(message.Body),
    };

    private JsonObject Each(JsonObject input, Action<JsonObject> act)
    {
        var entries = input["Entries"]!.AsArray().Select(entry => entry!.AsObject()).ToList();
        Demand(entries.Count is >= 1 and <= 10, "a batch has 1 to 10 entries");
        Demand(entries.Select(Id).Distinct().Count() == entries.Count, "ids do not repeat");
        var (successful, failed) = (new JsonArray(), new JsonArray());
        foreach (var entry in entries)
        {
            if (Fails(Name(input), Id(entry)))
            {
                failed.Add(new JsonObject { ["Id"] = Id(entry), ["Code"] = "InternalError", ["SenderFault"] = false, ["Message"] = "try again" });
            }
            else if (entry["ReceiptHandle"] is not null && Find(entry) is null)
            {
                failed.Add(new JsonObject { ["Id"] = Id(entry), ["Code"] = "ReceiptHandleIsInvalid", ["SenderFault"] = true, ["Message"] = "not in flight" });
            }
            else
            {
                act(entry);
                successful.Add(new JsonObject { ["Id"] = Id(entry), ["MessageId"] = "sent", ["MD5OfMessageBody"] = Digest(entry["MessageBody"]?.GetValue<string>() ?? "") });
            }
        }

        return new() { ["Successful"] = successful, ["Failed"] = failed };
    }

    private void Sent(JsonObject input, JsonObject entry) => messages.Add(new(
        Name(input), $"message-{++lastId}", entry["MessageBody"]!.GetValue<string>(), clock.GetUtcNow().AddSeconds(entry["DelaySeconds"]!.GetValue<int>())));

    private Message? Find(JsonObject entry) => messages.Find(message => message.Handle == entry["ReceiptHandle"]!.GetValue<string>());

    private Message Taken(JsonObject entry) => Find(entry)!;

    private List<string> Of(string queue, Func<Message, bool> holds)
    {
        lock (gate)
        {
            return [.. messages.Where(message => message.Queue == queue && holds(message)).Select(message => message.Body)];
        }
    }

    private static string Id(JsonObject entry) => entry["Id"]!.GetValue<string>();

    private static string Name(JsonObject input) => input["QueueUrl"]!.GetValue<string>().Split('/')[^1];

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5351", Justification = "SQS digests bodies so, and its clients check it.")]
    private static string Digest(string body) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(body)));

    private static void Demand(bool holds, string rule)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"The queue was used in a way that the fake does not allow: {rule}.");
        }
    }

    private sealed class Message(string queue, string id, string body, DateTimeOffset visibleAt)
    {
        public string Queue => queue;

        public string Id => id;

        public string Body => body;

        public DateTimeOffset VisibleAt { get; set; } = visibleAt;

        public int Receives { get; set; }

        public string Handle => string.Create(CultureInfo.InvariantCulture, $"{id}/{Receives}");
    }
}
