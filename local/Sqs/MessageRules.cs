using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Local.Sqs;

/// <summary>The rules of SQS for a message.</summary>
/// <remarks>
/// Amazon SQS developer guide, "Amazon SQS message metadata". Texts are those that AWS was seen to answer with, where that is known:
/// https://github.com/localstack/localstack (tests/aws/services/sqs) and https://github.com/open-telemetry/opentelemetry-java-instrumentation/issues/13799.
/// </remarks>
internal static partial class MessageRules
{
    public const string TraceHeader = "AWSTraceHeader";
    private const int MostAttributes = 10;
    private const int LongestName = 256;
    private const int LongestGroup = 128;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(15);
    private static readonly string[] ReservedPrefixes = ["aws.", "amazon."];

    private static readonly SearchValues<char> GroupCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");

    /// <summary>Body and attributes, bytes. What the sender says in system attributes does not count.</summary>
    public static int Size(NewMessage message) =>
        Encoding.UTF8.GetByteCount(message.Body) + (message.Attributes ?? new Dictionary<string, MessageAttribute>()).Sum(
            attribute => Encoding.UTF8.GetByteCount(attribute.Key)
                + Encoding.UTF8.GetByteCount(attribute.Value.DataType)
                + Encoding.UTF8.GetByteCount(attribute.Value.StringValue ?? "")
                + (attribute.Value.BinaryValue?.Length ?? 0));

    /// <exception cref="SqsException">The queue does not take the message.</exception>
    public static void Check(NewMessage message, QueueSettings queue)
    {
        if (message.Body.Length == 0)
        {
            throw SqsException.MissingParameter("MessageBody");
        }

        if (message.Delay is { } delay && (delay < TimeSpan.Zero || delay > LongestDelay))
        {
            throw SqsException.InvalidValue(
                (long)delay.TotalSeconds, "DelaySeconds", "DelaySeconds must be >= 0 and <= 900.");
        }

        if (FindForbidden(message.Body) is { } character)
        {
            throw new SqsException("InvalidMessageContents", Forbidden(character, "message body"));
        }

        CheckGroup(message);
        CheckAttributes(message.Attributes ?? new Dictionary<string, MessageAttribute>());
        CheckSystemAttributes(message.SystemAttributes ?? new Dictionary<string, MessageAttribute>());
        if (Size(message) > queue.MaximumMessageSize)
        {
            throw SqsException.InvalidParameters($"Message must be shorter than {queue.MaximumMessageSize} bytes.");
        }
    }

    /// <returns>The first character that XML 1.0 has no way to write.</returns>
    private static char? FindForbidden(string text)
    {
        var rest = text.AsSpan();
        while (rest.IndexOfAnyExceptInRange(' ', '\uD7FF') is >= 0 and var next)
        {
            rest = rest[next..];
            if (rest is [var high, var low, ..] && char.IsSurrogatePair(high, low))
            {
                rest = rest[2..];
            }
            else if (rest[0] is '\t' or '\n' or '\r' or (>= '\uE000' and <= '\uFFFD'))
            {
                rest = rest[1..];
            }
            else
            {
                return rest[0];
            }
        }

        return null;
    }

    private static string Forbidden(char character, string place) =>
        $"Invalid binary character '#x{(int)character:X}' was found in the {place}, the set of allowed "
        + "characters is #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF].";

    /// <summary>A standard queue may have message groups ("fair queues"), and has no deduplication.</summary>
    private static void CheckGroup(NewMessage message)
    {
        if (message.GroupId is { } group && (group.Length is 0 or > LongestGroup || group.AsSpan().ContainsAnyExcept(GroupCharacters)))
        {
            throw SqsException.InvalidValue(
                group, "MessageGroupId", "MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.");
        }

        if (message.DeduplicationId is { } deduplication)
        {
            throw SqsException.InvalidValue(
                deduplication, "MessageDeduplicationId", "The request include parameter that is not valid for this queue type.");
        }
    }

    private static void CheckAttributes(IReadOnlyDictionary<string, MessageAttribute> attributes)
    {
        if (attributes.Count > MostAttributes)
        {
            throw Invalid($"Number of message attributes [{attributes.Count}] exceeds the allowed maximum [{MostAttributes}].");
        }

        foreach (var (name, attribute) in attributes)
        {
            CheckName(name);
            CheckValue("user", name, attribute);
        }
    }

    private static void CheckName(string name)
    {
        if (name.Length == 0)
        {
            throw Invalid("The request must contain non-empty message (user) attribute names.");
        }

        if (name.Length > LongestName)
        {
            throw Invalid("Message (user) attribute names must be shorter than 256 Bytes");
        }

        if (!NameCharacters().IsMatch(name))
        {
            throw Invalid(
                "Message (user) attributes name can only contain upper and lower score characters, digits, periods, hyphens and underscores. ");
        }

        if (ReservedPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) || name[0] == '.' || name[^1] == '.')
        {
            throw Invalid(
                "You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These strings are reserved for internal use. "
                + "Additionally, they cannot start or end with '.'.");
        }

        if (name.Contains("..", StringComparison.Ordinal))
        {
            throw Invalid("Message (user) attribute name must not have successive '.' characters.");
        }
    }

    private static void CheckValue(string whose, string name, MessageAttribute attribute)
    {
        var type = attribute.DataType.Split('.', 2)[0];
        if (type is not ("String" or "Number" or "Binary"))
        {
            throw Invalid(
                $"The type of message ({whose}) attribute '{name}' is invalid. You must use only the following "
                + "supported type prefixes: Binary, Number, String.");
        }

        if (attribute.DataType.Length > LongestName)
        {
            throw Invalid($"Message ({whose}) attribute types must be shorter than 256 Bytes");
        }

        if (type == "Binary" ? attribute.BinaryValue is not { Length: > 0 } : string.IsNullOrEmpty(attribute.StringValue))
        {
            throw Invalid($"Message ({whose}) attribute '{name}' must contain a non-empty value of type '{type}'.");
        }

        if (attribute.StringValue is { Length: > 0 } text && FindForbidden(text) is { } character)
        {
            throw Invalid(Forbidden(character, $"message ({whose}) attribute '{name}'"));
        }

        if (type == "Number")
        {
            CheckNumber(name, attribute.StringValue!);
        }
    }

    /// <summary>Checks a number of up to 38 digits between 10^-128 and 10^+126.</summary>
    private static void CheckNumber(string name, string text)
    {
        if (NumberText().Match(text) is not { Success: true } number
            || !int.TryParse(number.Groups["exponent"] is { Length: > 0 } exponent ? exponent.ValueSpan : "0", NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var power))
        {
            throw Invalid($"Can't cast the value of message (user) attribute '{name}' to a number.");
        }

        var digits = (number.Groups["whole"].Value + number.Groups["part"].Value).TrimStart('0');
        var largest = digits.Length - number.Groups["part"].Length + (long)power;
        if (digits.TrimEnd('0').Length > 38 || (digits.Length > 0 && largest is > 127 or < -127))
        {
            throw Invalid($"Number attribute value {text} should be in range (-10**128..10**126)");
        }
    }

    private static void CheckSystemAttributes(IReadOnlyDictionary<string, MessageAttribute> attributes)
    {
        foreach (var (name, attribute) in attributes)
        {
            if (name != TraceHeader)
            {
                throw Invalid($"Message (system) attribute name '{name}' is invalid. The only one that can be sent is {TraceHeader}.");
            }

            CheckValue("system", name, attribute);
            if (attribute.DataType != "String")
            {
                throw Invalid($"The type of message (system) attribute '{name}' is invalid. It must be String.");
            }
        }
    }

    private static SqsException Invalid(string message) => new("InvalidParameterValue", message);

    // The guide names A-Z, a-z, 0-9, '_', '-' and '.'; AWS took 'attr.1øßä' and refused '§'
    // (test_send_message_with_invalid_string_attributes of the tests named above, validated against AWS).
    [GeneratedRegex(@"^[A-Za-z0-9_.\-\u00C0-\u017F]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameCharacters();

    [GeneratedRegex(@"^[+-]?(?=\.?\d)(?<whole>\d*)(\.(?<part>\d*))?([eE](?<exponent>[+-]?\d+))?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex NumberText();
}
