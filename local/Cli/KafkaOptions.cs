using System.CommandLine;
using Kafka;

namespace Local.Cli;

/// <summary>The options that take what trucks report over a Kafka cluster.</summary>
internal sealed record KafkaOptions(Option<string?> Bootstrap, Option<string> Group, Option<string?> Properties)
{
    public static KafkaOptions AddTo(Command command)
    {
        var options = new KafkaOptions(
            new("--bootstrap")
            {
                Description = "Brokers of a Kafka cluster, as HOST:PORT,…: trucks' reports go over its topic 'telemetry' and are counted from there, instead of over the stream.",
                HelpName = "HOST:PORT,…",
            },
            new("--group")
            {
                Description = "With --bootstrap: the consumer group. Members of a group share the events; each data folder that shall have all of them needs its own.",
                DefaultValueFactory = _ => KafkaConnection.UsualGroup,
            },
            new("--kafka-properties")
            {
                Description = "With --bootstrap: a file with properties of the client library, a name=value on each line, such as security.protocol=SASL_SSL.",
                HelpName = "FILE",
            });
        command.Options.Add(options.Bootstrap);
        command.Options.Add(options.Group);
        command.Options.Add(options.Properties);
        return options;
    }

    /// <returns>Null where no cluster is named.</returns>
    /// <exception cref="KafkaException">The file of properties is wrong.</exception>
    public KafkaConnection? Read(ParseResult parsed) => parsed.GetValue(Bootstrap) is not { } bootstrap
        ? null
        : new(bootstrap, parsed.GetRequiredValue(Group), parsed.GetValue(Properties) is { } file ? KafkaConnection.ReadProperties(file) : new Dictionary<string, string>());
}
