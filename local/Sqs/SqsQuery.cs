using System.Globalization;
using System.Xml.Linq;
using JsonValues;

namespace Local.Sqs;

/// <summary>SQS's former protocol, the query protocol, which SDKs of before November 2023 speak: a form in, XML out.</summary>
/// <remarks>
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-xml.html. A list is numbered
/// from 1 (<c>AttributeName.1=All</c>), and so is a map, by <c>.Name</c> and <c>.Value</c>. Requests and answers are those of the JSON protocol.
/// </remarks>
internal static class SqsQuery
{
    public const string Version = "2012-11-05";

    private static readonly XNamespace Namespace = $"http://queue.amazonaws.com/doc/{Version}/";

    // Names that are singular in the form and plural in the JSON.
    private static readonly Dictionary<string, string> Lists = new()
    {
        ["AttributeName"] = "AttributeNames",
        ["MessageSystemAttributeName"] = "MessageSystemAttributeNames",
        ["MessageAttributeName"] = "MessageAttributeNames",
        ["SendMessageBatchRequestEntry"] = "Entries",
        ["DeleteMessageBatchRequestEntry"] = "Entries",
        ["ChangeMessageVisibilityBatchRequestEntry"] = "Entries",
    };

    private static readonly Dictionary<string, string> Maps = new()
    {
        ["MessageAttribute"] = "MessageAttributes",
        ["MessageSystemAttribute"] = "MessageSystemAttributes",
    };

    private static readonly HashSet<string> Numbers =
        ["DelaySeconds", "VisibilityTimeout", "WaitTimeSeconds", "MaxNumberOfMessages", "MaxResults", "MaxNumberOfMessagesPerSecond"];

    private static readonly HashSet<string> WithoutResult = ["DeleteMessage", "ChangeMessageVisibility", "PurgeQueue"];

    /// <summary>The request as the JSON protocol has it.</summary>
    /// <param name="path">
    /// The path of the request: the oldest clients post to the queue's own URL and name the queue nowhere else.
    /// </param>
    public static JsonObject Request(IEnumerable<KeyValuePair<string, string>> form, string path)
    {
        var root = new Part();
        foreach (var (name, value) in form.Where(field => field.Key is not ("Action" or "Version")))
        {
            root.Set(name.Split('.'), value);
        }

        var request = Structure(root);
        return request["QueueUrl"] is null && path.Trim('/').Length > 0 ? request.With("QueueUrl", path) : request;
    }

    /// <summary>The answer to a request that was done.</summary>
    public static XElement Answer(string action, JsonObject answer, string requestId) => new(
        Namespace + $"{action}Response",
        WithoutResult.Contains(action) ? null : new XElement(Namespace + $"{action}Result", Elements(action, answer)),
        new XElement(Namespace + "ResponseMetadata", new XElement(Namespace + "RequestId", requestId)));

    /// <param name="code">The query protocol's.</param>
    /// <param name="isSender">Whether the client is at fault.</param>
    public static XElement Error(string code, string message, bool isSender, string requestId) => new(
        Namespace + "ErrorResponse",
        new XElement(
            Namespace + "Error",
            new XElement(Namespace + "Type", isSender ? "Sender" : "Receiver"),
            new XElement(Namespace + "Code", code),
            new XElement(Namespace + "Message", message),
            new XElement(Namespace + "Detail")),
        new XElement(Namespace + "RequestId", requestId));

    private static JsonObject Structure(Part part)
    {
        var json = new JsonObject.Builder();
        foreach (var (name, member) in part.Members)
        {
            if (Lists.TryGetValue(name, out var list))
            {
                json.Add(list, JsonArray.Of(member.Items.Select(item => item.Value ?? (Json)Structure(item))));
            }
            else if (Maps.TryGetValue(name, out var map))
            {
                json.Add(map, Map(member));
            }
            else
            {
                json.Add(name, Numbers.Contains(name) && int.TryParse(member.Value, CultureInfo.InvariantCulture, out var number)
                    ? number
                    : (Json)member.Value);
            }
        }

        return json.Build();
    }

    private static JsonObject Map(Part entries) => JsonObject.Of(entries.Items.Select(entry => KeyValuePair.Create<string, Json>(
        entry.Members.GetValueOrDefault("Name")?.Value ?? "", Structure(entry.Members.GetValueOrDefault("Value") ?? new()))));

    private static IEnumerable<XElement> Elements(string action, JsonObject answer) => answer.SelectMany(member => (member.Key, member.Value) switch
    {
        ("QueueUrls" or "queueUrls", JsonArray urls) => urls.Select(url => new XElement(Namespace + "QueueUrl", Text(url))),
        ("Messages", JsonArray messages) => Structures("Message", action, messages),
        ("Successful" or "Results", JsonArray entries) => Structures($"{action}ResultEntry", action, entries),
        ("Failed", JsonArray failures) => Structures("BatchResultErrorEntry", action, failures),
        ("Attributes", JsonObject map) => Entries("Attribute", map, Text),
        ("MessageAttributes", JsonObject map) => Entries("MessageAttribute", map, value => Elements(action, (JsonObject)value)),
        (_, JsonNull) => [],
        var (name, value) => [new XElement(Namespace + name, Text(value))],
    });

    private static IEnumerable<XElement> Structures(string name, string action, JsonArray items) =>
        items.Select(item => new XElement(Namespace + name, Elements(action, (JsonObject)item)));

    private static IEnumerable<XElement> Entries(string name, JsonObject map, Func<Json, object> value) => map.Select(entry => new XElement(
        Namespace + name, new XElement(Namespace + "Name", entry.Key), new XElement(Namespace + "Value", value(entry.Value))));

    private static string Text(Json value) => value is JsonString text ? text.Value : value.ToString();

    /// <summary>A place in a form's names, with what stands there or below.</summary>
    private sealed class Part
    {
        public string? Value { get; private set; }

        public Dictionary<string, Part> Members { get; } = [];

        /// <summary>The numbered values, in order; a value without a number is an item, too.</summary>
        public IEnumerable<Part> Items => Value is not null && Members.Count == 0 ? [this] : Members
            .Where(member => int.TryParse(member.Key, CultureInfo.InvariantCulture, out _))
            .OrderBy(member => int.Parse(member.Key, CultureInfo.InvariantCulture))
            .Select(member => member.Value);

        public void Set(ReadOnlySpan<string> names, string value)
        {
            if (names.IsEmpty)
            {
                Value = value;
                return;
            }

            if (!Members.TryGetValue(names[0], out var member))
            {
                Members[names[0]] = member = new();
            }

            member.Set(names[1..], value);
        }
    }
}
