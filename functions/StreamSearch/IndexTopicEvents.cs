using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using StreamBatches;
using Telemetry;

namespace StreamSearch;

/// <summary>The work of <see cref="IndexEvents"/> for a Kafka topic.</summary>
/// <remarks>A batch may hold several partitions: of each, what must come again is named from its first record on.</remarks>
internal sealed class IndexTopicEvents(SearchIndexer indexer, EmbeddedMetrics metrics, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<TopicAnswer> HandleAsync(TopicBatch batch, ILambdaContext context)
    {
        using var deadline = context.UntilDeadline(clock);
        var records = batch.ToStream();
        var result = await indexer.IndexAsync(records, deadline.Token);
        IndexMetrics.Write(metrics, context, records, result);

        var left = result.Left.ToHashSet();
        return TopicAnswer.Of(records
            .GroupBy(record => record.ShardId)
            .SelectMany(partition => partition.SkipWhile(record => !left.Contains(record))));
    }
}
