using Local.Services;
using Local.StreamMinutes;
using Local.Tests.Cli;
using Tests.Shared;

namespace Local.Tests.Serve;

/// <summary>The stage's events in search: each once, whatever search and this program do meanwhile.</summary>
public sealed class SearchTests : IAsyncDisposable
{
    private const int Records = 2_000;

    private readonly BulkServer search = new();
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Restarts_storms_and_cut_connections_leave_one_document_for_each_event_and_what_is_at_fault_in_words()
    {
        var sent = TelemetryTraffic.Of(seed: 9, Records);
        var faulty = sent[10].Id;
        search.OfRequest = request => (request % 4) switch { 1 => 429, 2 => -1, _ => null };
        search.OfItem = (request, id) => id == faulty ? (400, "mapper_parsing_exception", "failed to parse") : request % 3 == 0 && id.EndsWith('7') ? (429, "rejected_execution_exception", "full") : null;
        foreach (var chunk in sent.Chunk(500))
        {
            // Each is a process of its own, which may end before search has everything.
            await RunAsync(async (stage, _) => await stage.Kinesis.PutAllAsync("telemetry", chunk.Select(one => one.Record), Cancellation));
        }

        await RunAsync((_, pipeline) => pipeline.CaughtUpAsync(Cancellation));

        Assert.Equal(
            sent.Select(one => one.Id).Where(id => id != faulty).Distinct().Order(StringComparer.Ordinal),
            search.Indices.Keys.Select(key => key.Id).Order(StringComparer.Ordinal));
        await using var stage = Open();
        var refused = stage.Lake.List(new("streaming-analytics-lake", "errors/search/telemetry/"));
        Assert.Equal(sent.Count(one => one.Id == faulty), refused.Count);
    }

    [Fact]
    public async Task What_trucks_report_is_found_under_its_event_id()
    {
        using var program = new LocalProgram();
        await program.StoresAsync();
        await program.StartAsync();
        await program.JsonAsync("trucks");

        var drive = await program.JsonAsync("drive", "--search", search.Address.ToString());

        Assert.Equal((long)drive["came"]!["counted"]!, search.Indices.Count);
        Assert.All(search.Indices, document => Assert.StartsWith("telemetry-", document.Key.Index, StringComparison.Ordinal));
        Assert.Contains("geo_point", Assert.Single(search.Templates), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1", "Nobody answers at http://127.0.0.1:1: ")]
    [InlineData("opensearch", "--search takes an address such as http://127.0.0.1:9200; 'opensearch' is none.")]
    public async Task Where_search_cannot_be_had_the_remedy_is_named(string address, string sentence)
    {
        using var program = new LocalProgram();
        Directory.CreateDirectory(program.Data);

        var printed = await program.RunAsync("serve", "--port", "0", "--search", address);

        Assert.Equal(1, printed.ExitCode);
        Assert.Contains(sentence, printed.Error, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await search.DisposeAsync();
        folder.Dispose();
    }

    private Stage Open() => Stage.Open(folder["data"], TimeProvider.System, new Random(1));

    private async Task RunAsync(Func<Stage, StreamPipeline, Task> run)
    {
        await using var stage = Open();
        stage.Kinesis.IsUnlimited = true;
        await using var streams = stage.OpenStreams(_ => { });
        using var found = await EventSearch.OpenAsync(search.Address, stage.Lake, TimeProvider.System, _ => { }, Cancellation);
        await using var pipeline = new StreamPipeline(stage, streams, _ => { }) { Search = found };
        pipeline.Start();
        await pipeline.ReadyAsync();
        await run(stage, pipeline);
    }
}
