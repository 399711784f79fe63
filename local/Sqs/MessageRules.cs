using System.Text;

namespace Local.Sqs;

/// <summary>What SQS asks of a message before it takes it.</summary>
internal static class MessageRules
{
    private const int MostAttributes = 10;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(15);

    /// <summary>Body and attributes, bytes.</summary>
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

        CheckCharacters(message.Body);
        CheckAttributes(message.Attributes);
        if (Size(message) > queue.MaximumMessageSize)
        {
            throw SqsException.InvalidParameters($"Message must be shorter than {queue.MaximumMessageSize} bytes.");
        }
    }

    private static void CheckCharacters(string text)
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
                throw new SqsException(
                    "InvalidMessageContents",
                    $"Invalid binary character '#x{(int)rest[0]:X}' was found in the message body, the set of allowed "
                    + "characters is #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF].");
            }
        }
    }

    private static void CheckAttributes(IReadOnlyDictionary<string, MessageAttribute>? attributes)
    {
        if (attributes is null)
        {
            return;
        }

        if (attributes.Count > MostAttributes)
        {
            throw new SqsException(
                "InvalidParameterValue",
                $"Number of message attributes [{attributes.Count}] exceeds the allowed maximum [{MostAttributes}].");
        }

        foreach (var (name, attribute) in attributes)
        {
            var type = attribute.DataType.Split('.', 2)[0];
            if (type is not ("String" or "Number" or "Binary"))
            {
                throw new SqsException(
                    "InvalidParameterValue",
                    $"The type of message (user) attribute '{name}' is invalid. You must use only the following "
                    + "supported type prefixes: Binary, Number, String.");
            }

            var isEmpty = type == "Binary" ? attribute.BinaryValue is not { Length: > 0 } : string.IsNullOrEmpty(attribute.StringValue);
            if (isEmpty)
            {
                throw new SqsException(
                    "InvalidParameterValue",
                    $"The message (user) attribute '{name}' must contain a non-empty value of type '{type}'.");
            }
        }
    }
}
