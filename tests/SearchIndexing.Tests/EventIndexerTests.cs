using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using RealTime.SideOutputs;
using RecordStreaming;
using Tests.Shared;
using StreamRecord = RealTime.Processing.StreamRecord;

namespace SearchIndexing.Tests;

/// <summary>Nothing is lost and nothing doubled, whatever <c>_bulk</c> answers.</summary>
public sealed class EventIndexerTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 26, 8, 0, 0, TimeSpan.Zero);

    private readonly BulkServer search = new();
    private readonly HttpClient http = new();
    private readonly KeptAside aside = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_lies_in_the_index_of_its_stream_and_day_under_its_id()
    {
        await IndexAsync(Records(1));

        var (key, source) = Assert.Single(search.Indices);
        Assert.Equal(("telemetry-2026.11.26", "e-1"), key);
        Assert.Equal("T1", (string)source["truck_id"]!);
        Assert.Equal((50.05, 10.0), ((double)source["position"]!["lat"]!, (double)source["position"]!["lon"]!));
    }

    [Fact]
    public async Task What_is_no_event_is_left_to_the_processor()
    {
        await IndexAsync([.. Records(2), Record(3, "poison")]);

        Assert.Equal(2, search.Indices.Count);
        Assert.Empty(aside.Kept);
    }

    [Fact]
    public async Task A_storm_of_429_and_dropped_connections_loses_nothing_and_doubles_nothing()
    {
        // Of the requests as a whole; -1 cuts the connection after the documents are taken.
        search.OfRequest = request => (request % 5) switch { 1 => 429, 2 => 503, 3 => -1, 4 => 429, _ => null };

        await IndexAsync(Records(2_500));

        Assert.Equal(2_500, search.Indices.Count);
        Assert.True(search.Taken > 2_500, "Nothing was sent twice.");
        Assert.Empty(aside.Kept);
    }

    [Fact]
    public async Task Of_a_request_only_the_items_that_were_throttled_are_sent_again_and_those_at_fault_are_set_aside_in_words()
    {
        search.OfItem = (request, id) => id switch
        {
            "e-2" => (400, "mapper_parsing_exception", "failed to parse field [cargo_c]"),
            "e-3" or "e-4" when request < 3 => (429, "rejected_execution_exception", "queue is full"),
            "e-5" when request < 2 => (503, "unavailable_shards_exception", "primary shard is not active"),
            _ => null,
        };

        await IndexAsync(Records(6));

        Assert.Equal((3, 5), (search.Requests, search.Taken));
        Assert.Equal(["e-1", "e-3", "e-4", "e-5", "e-6"], search.Indices.Keys.Select(key => key.Id).Order(StringComparer.Ordinal));
        var refused = Assert.Single(aside.Kept);
        Assert.Equal("errors/search/telemetry/dt=2026-11-26/shardId-000000000000-2.json", refused.Path);
        Assert.Equal("Search did not take it: 400 mapper_parsing_exception: failed to parse field [cargo_c]", refused.Reason);
    }

    [Fact]
    public async Task A_batch_that_comes_again_after_a_crash_leaves_one_document_for_each_event()
    {
        var batch = Records(50);
        search.OfRequest = request => request == 1 ? -1 : 429;
        Assert.Equal(batch, (await IndexAsync(batch)).Left);

        search.OfRequest = _ => null;
        await IndexAsync(batch);

        Assert.Equal(50, search.Indices.Count);
        Assert.Equal(100, search.Taken);
    }

    [Fact]
    public async Task A_request_that_is_too_large_is_halved()
    {
        search.Largest = 4_000;

        await IndexAsync(Records(100));

        Assert.Equal(100, search.Indices.Count);
        Assert.Empty(aside.Kept);
    }

    [Fact]
    public async Task Where_search_stays_away_it_is_said_how_it_answered()
    {
        search.OfRequest = _ => 429;

        var result = await IndexAsync(Records(3));

        Assert.Equal($"Search at {search.Address.GetLeftPart(UriPartial.Authority)} did not take 3 documents in 6 attempts, the last time with 429.", result.Reason);
    }

    // The second request never gets through: what the first rejected must not be lost, because it will not come again.
    [Fact]
    public async Task What_is_left_is_named_in_order_and_what_was_rejected_before_is_set_aside_all_the_same()
    {
        search.OfItem = (_, id) => id == "e-7" ? (400, "mapper_parsing_exception", "no") : null;
        search.OfRequest = request => request == 1 ? null : 503;
        var batch = Records(2_500);

        var result = await IndexAsync(batch);

        Assert.Equal((999, 1), (result.Written, result.Rejected));
        Assert.Equal(batch.Skip(1_000), result.Left);
        Assert.Single(aside.Kept);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_writer_without_the_right_is_told_at_once(int status)
    {
        search.OfRequest = _ => status;

        var result = await IndexAsync(Records(3));

        Assert.Contains($"refuses the writer with {status}", result.Reason, StringComparison.Ordinal);
        Assert.Equal(3, result.Left.Count);
        Assert.Equal(1, search.Requests);
    }

    [Fact]
    public async Task The_template_is_put_and_where_nobody_answers_the_remedy_is_named()
    {
        await SearchFiles.PutTemplateAsync(http, search.Address, Cancellation);
        Assert.Contains("geo_point", Assert.Single(search.Templates), StringComparison.Ordinal);

        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var address = new Uri($"http://{nobody.LocalEndpoint}/");
        nobody.Stop();
        var error = await Assert.ThrowsAsync<SearchUnavailableException>(() => SearchFiles.PutTemplateAsync(http, address, Cancellation));
        Assert.StartsWith($"Nobody answers at {address.GetLeftPart(UriPartial.Authority)}: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dashboards_refer_only_to_what_is_among_them_and_the_template_types_what_they_ask_for()
    {
        var objects = Encoding.UTF8.GetString(SearchFiles.Dashboards).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!).ToList();
        var known = objects.Select(one => $"{one["type"]} {one["id"]}").ToHashSet();
        var typed = JsonNode.Parse(SearchFiles.IndexTemplate)!["template"]!["mappings"]!["properties"]!.AsObject().Select(member => member.Key).ToHashSet();

        Assert.All(objects.SelectMany(one => one["references"]!.AsArray()), reference => Assert.Contains($"{reference!["type"]} {reference["id"]}", known));
        Assert.All(
            objects.Where(one => (string)one["type"]! == "visualization")
                .SelectMany(one => JsonNode.Parse((string)one["attributes"]!["visState"]!)!["aggs"]!.AsArray()),
            aggregation => Assert.Contains((string)aggregation!["params"]!["field"]!, typed));
    }

    public async ValueTask DisposeAsync()
    {
        await search.DisposeAsync();
        http.Dispose();
    }

    private static List<StreamRecord> Records(int count) => [.. Enumerable.Range(1, count).Select(number => Record(number, string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"event_id":"e-{{number}}","truck_id":"T{{number % 7}}","recorded_at":"{{Start.AddSeconds(number % 3_600):yyyy-MM-ddTHH:mm:ssZ}}","latitude":50.05,"longitude":10,"cargo_c":4}""")))];

    private static StreamRecord Record(int number, string json) =>
        new("telemetry", "shardId-000000000000", $"{number}", "T1", Start.AddHours(1), Encoding.UTF8.GetBytes(json));

    private Task<IndexResult> IndexAsync(List<StreamRecord> records) =>
        new EventIndexer(new BulkWriter(http, search.Address, new Backoff(6, TimeSpan.Zero, TimeSpan.Zero, () => 0), TimeProvider.System), aside)
            .IndexAsync("telemetry", records, Cancellation);

    private sealed class KeptAside : ISideOutput
    {
        public List<SetAside> Kept { get; } = [];

        public Task KeepAsync(IReadOnlyList<SetAside> records, CancellationToken cancellation = default)
        {
            Kept.AddRange(records);
            return Task.CompletedTask;
        }
    }
}
