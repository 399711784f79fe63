namespace Kafka;

/// <summary>
/// The address of a Kafka cluster. It has no type of the client library, so that naming a cluster does not load the
/// library.
/// </summary>
/// <param name="Bootstrap">Some of its brokers, such as <c>127.0.0.1:9092</c>, with commas between them.</param>
/// <param name="Group">The consumer group in which events are counted.</param>
/// <param name="Properties">Further settings of the client library, such as <c>security.protocol</c>.</param>
public sealed record KafkaConnection(string Bootstrap, string Group, IReadOnlyDictionary<string, string> Properties)
{
    /// <summary>The group, where nobody names one.</summary>
    public const string UsualGroup = "streaming-analytics";

    /// <summary>Reads a file of properties as librdkafka and Kafka's own tools have them: a <c>name=value</c> on each line, <c>#</c> before remarks.</summary>
    /// <exception cref="KafkaException">A line is none; the message says which.</exception>
    public static IReadOnlyDictionary<string, string> ReadProperties(string file)
    {
        var properties = new Dictionary<string, string>();
        try
        {
            foreach (var (index, line) in File.ReadLines(file).Index())
            {
                var text = line.Trim();
                if (text.Length == 0 || text[0] == '#')
                {
                    continue;
                }

                var at = text.IndexOf('=', StringComparison.Ordinal);
                if (at < 1)
                {
                    // The line itself may be half a password.
                    throw new KafkaException($"{file}, line {index + 1}: expected name=value, such as security.protocol=SASL_SSL.");
                }

                properties[text[..at].Trim()] = text[(at + 1)..].Trim();
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new KafkaException($"{file} cannot be read: {error.Message}", error);
        }

        return properties;
    }
}

/// <summary>The cluster cannot be used as it is named; the message says why and what to do.</summary>
public sealed class KafkaException(string message, Exception? inner = null) : Exception(message, inner);
