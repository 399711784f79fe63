using System.Globalization;
using System.Text.Json;
using Kinesis.Mappings;
using Local.Firehose;
using Local.Lambda;
using Local.Names;
using Local.Protocol;
using Local.Storage;
using Local.StreamMinutes;
using RealTime.Alerts;
using RealTime.Detection;
using RealTime.Processing;
using Workflow;

namespace Local.Services;

/// <summary>
/// The followers of the streams: the functions behind their mappings, the check for silent trucks, and the way into the
/// lake.
/// </summary>
internal sealed class StreamPipeline : IAsyncDisposable
{
    private static readonly string[] ResponseTypes = ["ReportBatchItemFailures"];

    private readonly Stage stage;
    private readonly DeliveryStreams streams;
    private readonly Action<string> notice;
    private readonly Action<string> told;
    private readonly CancellationTokenSource stopping = new();
    private StreamMinutesFunctions? functions;
    private Task following = Task.CompletedTask;
    private Task running = Task.CompletedTask;

    /// <param name="notice">Is told, in a sentence, what goes wrong.</param>
    /// <param name="told">Is told of alerts that open or are cleared, a line each; null: the notice is.</param>
    /// <exception cref="DataFolderException">The streams cannot be opened.</exception>
    public StreamPipeline(Stage stage, DeliveryStreams streams, Action<string> notice, Action<string>? told = null)
    {
        (this.stage, this.streams, this.notice, this.told) = (stage, streams, notice, told ?? notice);
        Mappings = new(
            stage.Kinesis, stage.StreamFunctions, new FailureDestinations(() => stage.Queues, () => stage.Topics, stage.Lake), notice);
    }

    public EventSourceMappings Mappings { get; }

    /// <summary>The search to which events are also written; null for none. It is set before the start.</summary>
    public EventSearch? Search { get; init; }

    /// <summary>The sums of the function's calls since the start.</summary>
    public StreamTotals Totals => functions?.Count.Totals ?? new();

    /// <summary>Makes the streams and the mappings that are not there, and begins to follow them.</summary>
    public void Start()
    {
        try
        {
            functions = new(stage.Tables, stage.Lake, stage.Topics, stage.Clock, stage.Faults, Tell);
            stage.StreamFunctions[CountEvents.Name] = functions.Count;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // There are no tables or queues to count into; the streams take records all the same.
            notice($"The functions on the streams are left out: {error.Message}");
        }

        following = FollowAsync();
        running = RunAsync();
    }

    /// <summary>The streams are there, and what follows them has been told so.</summary>
    public Task ReadyAsync() => following;

    /// <summary>
    /// Waits until every record of the streams is counted, set aside or given up on, and on its way into the lake.
    /// </summary>
    public async Task CaughtUpAsync(CancellationToken cancellation)
    {
        await following;
        await Mappings.CaughtUpAsync(cancellation);
    }

    /// <summary>A batch of a Kafka topic: counted, then on its way into the lake.</summary>
    /// <returns>The records that must come again.</returns>
    /// <exception cref="DataFolderException">The tables cannot be opened.</exception>
    public async Task<IReadOnlyList<StreamRecord>> CountTopicAsync(IReadOnlyList<StreamRecord> records, CancellationToken cancellation)
    {
        if (functions is null)
        {
            throw new DataFolderException("The tables cannot be opened, and nothing is counted.");
        }

        var again = await functions.Count.CountTopicAsync(records, cancellation);
        await new StreamArchive(streams.Get(records[0].Stream), stage.Clock).TakeAsync(records.Except(again), cancellation);
        return again;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        await Mappings.DisposeAsync();
        stopping.Dispose();
    }

    // The fleet hears of everything; a driver's copy would say it twice.
    private void Tell(AlertChange change, Audience audience)
    {
        if (audience == Audience.Fleet)
        {
            told(change.IsCleared
                ? $"Cleared: {change.Kind} of {change.Key}, open since {change.OpenedAt:HH:mm} UTC."
                : string.Create(CultureInfo.InvariantCulture, $"Alert: {change.Kind} of {change.Key} at {change.OpenedAt:HH:mm} UTC, value {change.Value:0.#}."));
        }
    }

    private async Task FollowAsync()
    {
        foreach (var (name, stream) in WorkflowFiles.Streams)
        {
            await stage.Kinesis.EnsureStreamAsync(name, stream.Shards, stream.RetentionHours);
        }

        await Task.WhenAll(WorkflowFiles.Streams.Select(stream => FollowAsync(stream.Key, stream.Value)));
    }

    private async Task RunAsync()
    {
        var silence = functions is null
            ? Task.CompletedTask
            : new SilenceSchedule(functions.Silence, stage.Clock, notice).RunAsync(stopping.Token);
        await Mappings.RunAsync(stopping.Token);
        await Task.WhenAll(following, silence).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // Each stream by itself: what is wrong with one leaves the other.
    private async Task FollowAsync(string name, StreamOptions stream)
    {
        try
        {
            Mappings.Follow($"firehose-{name}", name, new StreamArchive(streams.Get(name), stage.Clock), StreamArchive.BatchSize);
            if (Search is not null)
            {
                Mappings.Follow($"search-{name}", name, new SearchFeed(Search), SearchFeed.BatchSize);
            }

            if (functions is not null)
            {
                await Mappings.EnsureAsync(CountEvents.Name, name, MappingTo(name, stream));
            }
        }
        catch (Exception error) when (!stopping.IsCancellationRequested)
        {
            notice($"The events of the stream {name} are not counted: {error.Message}");
        }
    }

    // These are the settings of the stack on AWS, except the batching window: it gathers records for fewer calls, which cost nothing here.
    private JsonElement MappingTo(string name, StreamOptions stream) => JsonSerializer.SerializeToElement(new
    {
        FunctionName = CountEvents.Name,
        EventSourceArn = stage.Kinesis.Options.StreamArn(name),
        StartingPosition = "TRIM_HORIZON",
        stream.BatchSize,
        MaximumBatchingWindowInSeconds = 0,
        MaximumRetryAttempts = stream.RetryAttempts,
        MaximumRecordAgeInSeconds = stream.MaximumRecordAgeSeconds,
        BisectBatchOnFunctionError = true,
        FunctionResponseTypes = ResponseTypes,
        DestinationConfig = new { OnFailure = new { Destination = LocalAccount.BucketArn(LocalNames.LakeBucket) } },
    });
}
