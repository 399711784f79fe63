using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using RealTime.Processing;
using StreamBatches;
using Telemetry;

namespace StreamMinutes;

/// <summary>The consumer of a Kafka topic: counts a batch as <see cref="CountEvents"/> does, then sends it on to the lake.</summary>
/// <remarks>
/// A batch may hold several partitions. Every record that must come again is named, from the first of its partition that
/// failed on: so it is right whether Lambda takes the lowest offset for a checkpoint or repeats exactly what is named.
/// </remarks>
internal sealed class CountTopicEvents(StreamFunction function, TopicArchive archive, EmbeddedMetrics metrics, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<TopicAnswer> HandleAsync(TopicBatch batch, ILambdaContext context)
    {
        using var deadline = context.UntilDeadline(clock);
        var records = batch.ToStream();
        var (counts, again) = await function.HandleMixedAsync(records, deadline.Token);

        // A batch that is counted and not archived comes again as a whole: it is counted once, and the lake may have it twice.
        await archive.KeepAsync(records.Except(again), deadline.Token);
        CountMetrics.Write(metrics, context, records.Count > 0 ? records[0].Stream : "", counts, isToRepeat: again.Count > 0);
        if (again.Count > 0)
        {
            context.Logger.LogWarning("A table was busy: {records} records of the topic come again", again.Count);
        }

        return TopicAnswer.Of(again);
    }
}
