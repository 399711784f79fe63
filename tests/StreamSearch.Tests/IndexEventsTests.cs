using System.Text;
using System.Text.Json;
using AwsFakes;

namespace StreamSearch.Tests;

/// <summary>Batches of streams and topics through the handlers: each event once in search, and what must come again is named.</summary>
public sealed class IndexEventsTests : IAsyncDisposable
{
    private const string Done = """{"batchItemFailures":[]}""";

    private readonly Cloud cloud = new();

    [Fact]
    public async Task A_batch_is_written_under_its_events_ids_after_the_template_and_every_request_is_signed()
    {
        Assert.Equal(Done, await cloud.HandleAsync(Batch("stack-telemetry", 1, 2, 1)));
        Assert.Equal(Done, await cloud.HandleAsync(Batch("stack-telemetry", 3)));

        Assert.Equal(["e-1", "e-2", "e-3"], cloud.Search.Indices.Keys.Select(key => key.Id).Order(StringComparer.Ordinal));
        Assert.All(cloud.Search.Indices.Keys, key => Assert.Equal("telemetry-2026.11.26", key.Index));
        Assert.Single(cloud.Search.Templates);
        Assert.Equal(3, cloud.Search.Authorizations.Count);
        Assert.All(cloud.Search.Authorizations, header => Assert.Contains("/eu-west-1/aoss/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date", header, StringComparison.Ordinal));
        Assert.Contains("\"IndexedEvents\":1,\"RejectedEvents\":0,\"EventsToRepeat\":0", cloud.Metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_search_is_too_busy_for_comes_again_from_its_first_record_on_and_is_there_once()
    {
        cloud.Search.OfItem = (_, id) => id == "e-3" ? (429, "rejected_execution_exception", "queue is full") : null;

        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"3"}]}""", await cloud.HandleAsync(Batch("stack-telemetry", 1, 2, 3, 4)));
        Assert.Contains("\"IndexedEvents\":3,\"RejectedEvents\":0,\"EventsToRepeat\":1", cloud.Metrics, StringComparison.Ordinal);
        Assert.Equal(
            [$"Warning: Search at {cloud.Search.Address.GetLeftPart(UriPartial.Authority)} did not take 1 documents in 3 attempts, the last time with 429 rejected_execution_exception: queue is full. 1 events come again"],
            cloud.Log.Lines);

        cloud.Search.OfItem = (_, _) => null;
        Assert.Equal(Done, await cloud.HandleAsync(Batch("stack-telemetry", 3, 4)));
        Assert.Equal(4, cloud.Search.Indices.Count);
    }

    [Fact]
    public async Task What_search_never_takes_is_set_aside_and_holds_nobody_up()
    {
        cloud.Search.OfItem = (_, id) => id == "e-2" ? (400, "mapper_parsing_exception", "failed to parse field [cargo_c]") : null;

        Assert.Equal(Done, await cloud.HandleAsync(Batch("stack-telemetry", 1, 2)));

        var (path, body) = Assert.Single(cloud.Bucket.Objects);
        Assert.Equal("errors/search/telemetry/dt=2026-11-26/shardId-000000000000-2.json", path);
        Assert.Contains("failed to parse field [cargo_c]", Encoding.UTF8.GetString(body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_written_before_search_knows_the_types()
    {
        cloud.Search.OfTemplate = 403;

        await Assert.ThrowsAsync<SearchIndexing.SearchUnavailableException>(() => cloud.HandleAsync(Batch("stack-telemetry", 1)));

        Assert.Equal(0, cloud.Search.Requests);
    }

    [Fact]
    public async Task Of_a_topics_partitions_each_is_named_from_its_first_record_on()
    {
        cloud.Search.OfItem = (_, id) => id is "e-2" or "e-9" ? (503, "unavailable_shards_exception", "no") : null;

        var answer = await cloud.HandleTopicAsync(TopicBatch(("stack-telemetry-0", [1, 2, 3]), ("stack-telemetry-1", [7, 8]), ("stack-telemetry-2", [9])));

        Assert.Equal(
            """{"batchItemFailures":[{"itemIdentifier":{"partition":"stack-telemetry-0","offset":2}},{"itemIdentifier":{"partition":"stack-telemetry-0","offset":3}},{"itemIdentifier":{"partition":"stack-telemetry-2","offset":9}}]}""",
            answer);
        Assert.Equal(["e-1", "e-3", "e-7", "e-8"], cloud.Search.Indices.Keys.Select(key => key.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Indices_of_days_that_lie_too_far_back_are_deleted_and_others_are_let_be()
    {
        string[] kept = ["telemetry-2026.11.12", "visits-2026.11.26", "orders-2020.01.01", ".kibana_1", "telemetry-archive"];
        foreach (var name in kept.Concat(["telemetry-2026.11.11", "visits-2025.01.01"]))
        {
            cloud.Search.Indices[(name, "e")] = 1;
        }

        Assert.Equal("""{"Dropped":["telemetry-2026.11.11","visits-2025.01.01"]}""", await cloud.DropAsync());
        Assert.Equal(kept.Order(StringComparer.Ordinal), cloud.Search.Indices.Keys.Select(key => key.Index).Order(StringComparer.Ordinal));
        Assert.Equal("""{"Dropped":[]}""", await cloud.DropAsync());
    }

    [Fact]
    public void What_is_missing_of_the_environment_is_named()
    {
        var error = Assert.Throws<InvalidOperationException>(() => SearchSettings.Read(name => name is "SEARCH_ENDPOINT" or "VISITS_STREAM" ? " " : "1"));

        Assert.Equal("StreamSearch cannot start: the environment has no SEARCH_ENDPOINT and no VISITS_STREAM.", error.Message);
    }

    public ValueTask DisposeAsync() => cloud.DisposeAsync();

    private static string Batch(string stream, params int[] numbers) =>
        KinesisEvent.Of(stream, Cloud.Start.AddMinutes(1), numbers.Select(Truck));

    private static string TopicBatch(params (string Partition, int[] Numbers)[] partitions) => JsonSerializer.Serialize(new
    {
        eventSource = "aws:kafka",
        records = partitions.ToDictionary(
            partition => partition.Partition,
            partition => partition.Numbers.Select(number => new
            {
                topic = "stack-telemetry",
                partition = int.Parse(partition.Partition.Split('-')[^1], null),
                offset = number,
                timestamp = Cloud.Start.AddMinutes(1).ToUnixTimeMilliseconds(),
                key = "VDE=",
                value = Convert.ToBase64String(Encoding.UTF8.GetBytes(Truck(number))),
            })),
    });

    private static string Truck(int number) => FormattableString.Invariant(
        $$"""{"event_id":"e-{{number}}","truck_id":"T1","recorded_at":"2026-11-26T08:00:{{number:00}}Z","latitude":50.05,"longitude":10,"cargo_c":4}""");
}
