using RealTime.Processing;
using SearchIndexing;

namespace StreamSearch;

/// <summary>The work of both pollers' functions: gives search the types of events once, then writes batches.</summary>
internal sealed class SearchIndexer(SearchSettings settings, HttpClient http, EventIndexer indexer)
{
    private bool hasTemplate;

    /// <param name="records">The records of one stream, as in every batch.</param>
    /// <exception cref="SearchUnavailableException">Search does not take the template: without it, it would guess the types.</exception>
    public async Task<IndexResult> IndexAsync(IReadOnlyList<StreamRecord> records, CancellationToken cancellation)
    {
        if (records.Count == 0)
        {
            return new(0, 0, [], "");
        }

        if (!hasTemplate)
        {
            await SearchFiles.PutTemplateAsync(http, settings.Endpoint, cancellation);
            hasTemplate = true;
        }

        return await indexer.IndexAsync(LocalNameOf(records[0].Stream), records, cancellation);
    }

    private string LocalNameOf(string stream) => settings.Streams.TryGetValue(stream, out var name)
        ? name
        : throw new InvalidOperationException(
            $"Nothing is known of the stream '{stream}'; the function was set up for {string.Join(", ", settings.Streams.Keys)}.");
}
