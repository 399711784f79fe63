using Amazon.Lambda.Core;
using RealTime.Processing;
using Telemetry;

namespace StreamMinutes;

/// <summary>The result of a batch as metrics, for batches of a stream and of a topic alike.</summary>
internal static class CountMetrics
{
    public static void Write(EmbeddedMetrics metrics, ILambdaContext context, string stream, BatchResult counts, bool isToRepeat) => metrics.Write(
        context.FunctionName,
        [("request_id", context.AwsRequestId), ("stream", stream)],
        [
            (MetricName.CountedEvents, counts.Counted),
            (MetricName.RepeatedEvents, counts.Repeated),
            (MetricName.LateEvents, counts.CountedLate),
            (MetricName.TooLateEvents, counts.Late),
            (MetricName.RefusedRecords, counts.Refused),
            (MetricName.AlertsOpened, counts.AlertsOpened),
            (MetricName.AlertsUndelivered, counts.AlertsUndelivered),
            (MetricName.BatchesToRepeat, isToRepeat ? 1 : 0),
            // Without events there is no share.
            .. counts.Counted == 0 ? [] : new[] { (MetricName.LatePercent, 100L * counts.CountedLate / counts.Counted) },
        ]);
}
