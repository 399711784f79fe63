using System.Net.Http.Headers;
using System.Text;
using Lake.S3;
using RecordStreaming;
using SearchIndexing;

namespace Local.StreamMinutes;

/// <summary>Search, wherever it is: the streams' events are written to it, for as long as it takes.</summary>
/// <remarks>It follows the streams by itself, so that counting and alerts never wait for it.</remarks>
internal sealed class EventSearch : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly HttpClient http;
    private readonly EventIndexer indexer;
    private readonly TimeProvider clock;
    private readonly Action<string> notice;
    private bool isAway;

    private EventSearch(HttpClient http, EventIndexer indexer, TimeProvider clock, Action<string> notice) =>
        (this.http, this.indexer, this.clock, this.notice) = (http, indexer, clock, notice);

    /// <param name="address">The address of OpenSearch, such as <c>http://127.0.0.1:9200</c>; a name and a password in it are sent with each request.</param>
    /// <param name="notice">Is told when search goes away, and when it is back.</param>
    /// <exception cref="SearchUnavailableException">Nobody answers there, or it does not take the index template.</exception>
    public static async Task<EventSearch> OpenAsync(Uri address, S3Folder lake, TimeProvider clock, Action<string> notice, CancellationToken cancellation)
    {
        var http = new HttpClient { Timeout = Patience };
        try
        {
            if (address.UserInfo.Length > 0)
            {
                http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                    "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(address.UserInfo))));
            }

            // A path is a folder: without its slash, the last part would be lost.
            var endpoint = new Uri(address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/') + "/");
            await SearchFiles.PutTemplateAsync(http, endpoint, cancellation);
            var backoff = new Backoff(Attempts: 6, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10), Backoff.RandomFraction);
            return new(http, new EventIndexer(new BulkWriter(http, endpoint, backoff, clock), new LakeSideOutput(lake)), clock, notice);
        }
        catch
        {
            http.Dispose();
            throw;
        }
    }

    /// <returns>A task that ends when search has all events, or has refused them with a reason.</returns>
    public async Task IndexAsync(IReadOnlyList<RealTime.Processing.StreamRecord> records, CancellationToken cancellation)
    {
        if (records.Count == 0)
        {
            return;
        }

        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var result = await indexer.IndexAsync(records[0].Stream, records, cancellation);
            if (result.Left.Count == 0)
            {
                Tell(away: false, "Search is back: what waited for it is written.");
                return;
            }

            Tell(away: true, $"{result.Reason} The events wait for it, and are counted meanwhile.");
            records = result.Left;
            await Task.Delay(pause, clock, cancellation);
        }
    }

    public void Dispose() => http.Dispose();

    private void Tell(bool away, string sentence)
    {
        if (isAway != away)
        {
            isAway = away;
            notice(sentence);
        }
    }
}
