using Amazon.Lambda.Core;
using RealTime.Processing;
using SearchIndexing;
using Telemetry;

namespace StreamSearch;

/// <summary>The result of a batch in search, as metrics; and in the log, the reason why a part of it comes again.</summary>
internal static class IndexMetrics
{
    public static void Write(EmbeddedMetrics metrics, ILambdaContext context, IReadOnlyList<StreamRecord> records, IndexResult result)
    {
        metrics.Write(
            context.FunctionName,
            [("request_id", context.AwsRequestId), ("stream", records.Count > 0 ? records[0].Stream : "")],
            [
                (MetricName.IndexedEvents, result.Written),
                (MetricName.RejectedEvents, result.Rejected),
                (MetricName.EventsToRepeat, result.Left.Count),
            ]);
        if (result.Left.Count > 0)
        {
            context.Logger.LogWarning("{reason} {events} events come again", result.Reason, result.Left.Count);
        }
    }
}
