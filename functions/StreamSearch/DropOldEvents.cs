using Amazon.Lambda.Annotations;
using Amazon.Lambda.Core;
using SearchIndexing;
using StreamBatches;
using Telemetry;

namespace StreamSearch;

/// <summary>Once a day: deletes the indices of days that lie longer back than events can be found.</summary>
internal sealed class DropOldEvents(SearchSettings settings, HttpClient http, EmbeddedMetrics metrics, TimeProvider clock)
{
    [LambdaFunction]
    public async Task<DroppedIndices> HandleAsync(DailyTick tick, ILambdaContext context)
    {
        using var deadline = context.UntilDeadline(clock);
        var dropped = await SearchIndices.DeleteOlderAsync(http, settings.Endpoint, settings.RetentionDays, clock.GetUtcNow(), deadline.Token);
        metrics.Write(context.FunctionName, [("request_id", context.AwsRequestId)], [(MetricName.DroppedIndices, dropped.Count)]);

        return new(dropped);
    }
}

/// <summary>The event that the schedule sends; the function needs nothing of it.</summary>
public sealed record DailyTick;

/// <summary>The names of the indices that are gone.</summary>
public sealed record DroppedIndices(IReadOnlyList<string> Dropped);
