using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using Amazon.Lambda.KinesisEvents;
using StreamBatches;
using Telemetry;

namespace StreamSearch;

/// <summary>A second consumer of the streams: writes each batch's events to search, each under its id.</summary>
/// <remarks>
/// What search does not take now is reported from its first record on, and comes again; what it takes twice it has once.
/// Events that it never takes are set aside with its words.
/// </remarks>
internal sealed class IndexEvents(SearchIndexer indexer, EmbeddedMetrics metrics, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<StreamsEventResponse> HandleAsync(KinesisEvent batch, ILambdaContext context)
    {
        using var deadline = context.UntilDeadline(clock);
        var records = batch.ToStream();
        var result = await indexer.IndexAsync(records, deadline.Token);
        IndexMetrics.Write(metrics, context, records, result);
        return KinesisBatch.Answer(result.Left.Count == 0 ? null : result.Left[0].SequenceNumber);
    }
}
