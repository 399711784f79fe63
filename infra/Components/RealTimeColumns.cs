using Infra.Observation;
using Telemetry;

namespace Infra.Components;

/// <summary>The dashboard's columns of the streams of events.</summary>
internal static class RealTimeColumns
{
    public static IReadOnlyList<DashboardColumn> Of(RealTime realTime) =>
    [
        .. realTime.Streams.Select(stream => new DashboardColumn(
            $"Events: {stream.Key}",
            Flow: [Metric.Of(stream.Value, "IncomingRecords")],
            Trouble:
            [
                Metric.Of(stream.Value, "GetRecords.IteratorAgeMilliseconds"),
                Metric.Of(stream.Value, "WriteProvisionedThroughputExceeded"),
            ])),
        .. realTime is { Topic: { } topic, CountTopicEvents: { } function }
            ?
            [
                new DashboardColumn(
                    "Events: telemetry topic",
                    Flow: [Metric.Counted(function, MetricName.CountedEvents), Metric.Counted(function, MetricName.RepeatedEvents)],
                    Trouble: [Metric.Of(function, "OffsetLag"), Metric.Of(topic.Cluster, "OfflinePartitionsCount"), Metric.Of(function, "Errors")]),
            ]
            : Array.Empty<DashboardColumn>(),
        new(
            "Minutes",
            Flow:
            [
                Metric.Counted(realTime.CountEvents, MetricName.CountedEvents),
                Metric.Counted(realTime.CountEvents, MetricName.RepeatedEvents),
            ],
            Trouble:
            [
                Metric.Counted(realTime.CountEvents, MetricName.LateEvents),
                Metric.Counted(realTime.CountEvents, MetricName.TooLateEvents),
                Metric.Counted(realTime.CountEvents, MetricName.RefusedRecords),
                Metric.Of(realTime.CountEvents, "Errors"),
            ]),
        new(
            "Alerts",
            Flow:
            [
                Metric.Counted(realTime.CountEvents, MetricName.AlertsOpened),
                Metric.Counted(realTime.CheckSilence, MetricName.SilentTrucks),
            ],
            Trouble: [Metric.Counted(realTime.CountEvents, MetricName.AlertsUndelivered), Metric.Of(realTime.CheckSilence, "Errors")]),
    ];
}
