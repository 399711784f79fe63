using RealTime.Streams;
using RealTime.Tables;

namespace StreamMinutes;

/// <summary>The settings that the stack gives the functions through their environment.</summary>
/// <param name="Streams">The streams as they were deployed, by their names on one machine: <c>TELEMETRY_STREAM</c> and so on.</param>
/// <param name="Tables">The tables as they were deployed, by their names on one machine: <c>MINUTES_TABLE</c> and so on.</param>
/// <param name="AlertTopic"><c>ALERT_TOPIC</c>, its ARN.</param>
/// <param name="LakeBucket"><c>LAKE_BUCKET</c>: for refused and late records, and the dispatched routes.</param>
internal sealed record StreamSettings(
    IReadOnlyDictionary<string, string> Streams, IReadOnlyDictionary<string, string> Tables, string AlertTopic, string LakeBucket)
{
    /// <summary><c>TELEMETRY_DELIVERY</c>: the Firehose stream that takes a Kafka topic's events into the lake; null: no topic is counted here.</summary>
    public string? TopicDelivery { get; init; }

    /// <param name="variable">The value of an environment variable; null where it is not set.</param>
    /// <exception cref="InvalidOperationException">Some are not set; the message names each.</exception>
    public static StreamSettings Read(Func<string, string?> variable)
    {
        var streams = KnownStreams.All.ToDictionary(stream => stream.Name, stream => $"{stream.Name.ToUpperInvariant()}_STREAM");
        var tables = TableSchema.All.ToDictionary(table => table.Name, table => $"{table.Name.ToUpperInvariant()}_TABLE");
        var missing = streams.Values
            .Concat(tables.Values)
            .Concat(["ALERT_TOPIC", "LAKE_BUCKET"])
            .Where(name => string.IsNullOrWhiteSpace(variable(name)))
            .ToList();
        if (missing.Count > 0)
        {
            throw new InvalidOperationException(
                $"StreamMinutes cannot start: the environment has no {string.Join(" and no ", missing)}.");
        }

        return new(Values(streams, variable), Values(tables, variable), variable("ALERT_TOPIC")!, variable("LAKE_BUCKET")!)
        {
            TopicDelivery = variable("TELEMETRY_DELIVERY") is { Length: > 0 } delivery ? delivery : null,
        };
    }

    private static Dictionary<string, string> Values(Dictionary<string, string> names, Func<string, string?> variable) =>
        names.ToDictionary(name => name.Key, name => variable(name.Value)!);
}
