using Infra.Observation;
using Pulumi.Aws.Lambda;
using Telemetry;
using Workflow;

namespace Infra.Components;

/// <summary>The alarms of the streams of events, in the order in which the events flow.</summary>
internal static class RealTimeAlarms
{
    // Milliseconds. A batch is gathered for a second or so; a minute behind, the live map is no longer live.
    private const double OldestRecord = 60_000;

    // Records: what a thousand trucks send in a minute.
    private const double MostWaiting = 6_000;

    // A truck without radio for a while catches up with some; half of all is no such thing.
    private const double MostLatePercent = 50;

    public static IEnumerable<Alarm> Of(RealTime realTime, TimeSpan streamLag) =>
    [
        .. realTime.Streams.SelectMany(stream => OfEvents(stream.Key, stream.Value)),
        .. realTime.Archives.SelectMany(archive => Alarms.OfStream(archive.Key, archive.Value, streamLag)),
        .. realTime.Mappings.SelectMany(mapping => EventSource.Alarms(mapping.Key, mapping.Value, "count-events")),
        .. Alarms.OfFunction("count-events", realTime.CountEvents),
        .. Alarms.OfFunction("check-silence", realTime.CheckSilence),
        .. OfCounts(realTime.CountEvents),
        .. OfTopic(realTime),
        .. realTime.Tables.SelectMany(table => Alarms.OfTable(table.Key, table.Value)),
    ];

    private static IEnumerable<Alarm> OfEvents(string name, Stream stream) =>
    [
        new(
            $"{name}-events-throttled",
            Metric.Of(stream, "WriteProvisionedThroughputExceeded"),
            $"More is sent to the {name} events than their shards take: raise shards in streams.json."),
        new(
            $"{name}-events-read-throttled",
            Metric.Of(stream, "ReadProvisionedThroughputExceeded"),
            $"The {name} events are read by more than their shards serve: raise shards in streams.json."),
        new(
            $"{name}-events-age",
            Metric.Of(stream, "GetRecords.IteratorAgeMilliseconds"),
            $"The {name} events are read more than a minute late: read the log group of count-events.")
        {
            Most = OldestRecord,
        },
        new(
            $"no-{name}",
            Metric.Of(stream, "IncomingRecords"),
            $"Nothing has come to the {name} events for a day: see whether whoever sends them can.")
        {
            HoursOfSilence = 24,
        },
    ];

    private static IEnumerable<Alarm> OfTopic(RealTime realTime) =>
        realTime is not { Topic: { } topic, CountTopicEvents: { } function, TopicMapping: { } mapping }
            ? []
            :
            [
                new(
                    "topic-partitions-offline",
                    Metric.Of(topic.Cluster, "OfflinePartitionsCount"),
                    "Partitions of the telemetry topic have no broker, and nobody can send to them: see the cluster's log group."),
                new(
                    "topic-lag",
                    Metric.Of(function, "OffsetLag"),
                    "The topic's events are counted late: read the log group of count-topic-events.")
                {
                    Most = MostWaiting,
                },
                new(
                    "no-topic-events",
                    Metric.Of(realTime.Archives[TelemetryTopic.TopicName], "IncomingRecords"),
                    "Nothing has come from the telemetry topic for a day: see whether whoever sends it can.")
                {
                    HoursOfSilence = 24,
                },
                .. EventSource.Alarms("topic", mapping, "count-topic-events"),
                .. Alarms.OfFunction("count-topic-events", function),
                .. OfCounts(function, "topic-"),
            ];

    private static IEnumerable<Alarm> OfCounts(Function function, string prefix = "") =>
    [
        new(
            $"{prefix}events-refused",
            Metric.Counted(function, MetricName.RefusedRecords),
            $"Records are no events: they lie with their reason under {LakeLayout.Errors} in the lake."),
        new(
            $"{prefix}events-too-late",
            Metric.Counted(function, MetricName.TooLateEvents),
            "Events came more than a day late and were not counted: they lie under late/ in the lake."),
        new(
            $"{prefix}events-late",
            Metric.Counted(function, MetricName.LatePercent),
            "Half of the events come more than a minute after others of their shard: see the senders' clocks and their network. They are counted.")
        {
            Most = MostLatePercent,
        },
        new(
            $"{prefix}alerts-undelivered",
            Metric.Counted(function, MetricName.AlertsUndelivered),
            "The topic of alerts takes none: see whether it exists and count-events may publish to it."),
    ];
}
