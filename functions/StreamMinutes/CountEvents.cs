using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Amazon.Lambda.KinesisEvents;
using RealTime.Processing;
using StreamBatches;
using Telemetry;

namespace StreamMinutes;

/// <summary>The consumer of the streams: counts each batch's events in their minutes, and judges the minutes before.</summary>
/// <remarks>
/// Records that are no events do not fail: they are set aside. What could not be written is reported from its first
/// record on, and comes again; all else that fails fails the batch, which comes again whole. Either is harmless.
/// </remarks>
internal sealed class CountEvents(StreamFunction function, EmbeddedMetrics metrics, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<StreamsEventResponse> HandleAsync(KinesisEvent batch, ILambdaContext context)
    {
        using var deadline = context.UntilDeadline(clock);
        var result = await function.HandleAsync(batch.ToStream(), deadline.Token);
        var stream = batch.Records.Count > 0 ? KinesisEventJson.StreamOf(batch.Records[0].EventSourceARN) : "";
        CountMetrics.Write(metrics, context, stream, result, isToRepeat: result.FailedFrom is not null);
        if (result.FailedFrom is { } failed)
        {
            context.Logger.LogWarning("A table was busy: the batch comes again from sequence number {sequence_number}", failed);
        }

        return KinesisBatch.Answer(result.FailedFrom);
    }
}
