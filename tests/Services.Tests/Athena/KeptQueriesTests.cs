using Lake.Athena;
using Local.Athena;
using Tests.Shared;

namespace Services.Tests.Athena;

public sealed class KeptQueriesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ManualTime clock = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_query_whose_process_died_has_failed()
    {
        await using (var kept = Open())
        {
            await kept.SaveAsync(Query("a") with { State = QueryState.Running });
        }

        clock.Advance(TimeSpan.FromMinutes(1));
        await using var again = Open();

        var found = again.Find("a")!;
        Assert.Equal(
            (QueryState.Failed, "SERVER_SHUTTING_DOWN: The process that ran the query ended before it did. Start the query again."),
            (found.State, found.StateChangeReason));
        Assert.Equal(clock.GetUtcNow(), found.CompletionDateTime);
    }

    [Fact]
    public async Task A_query_is_kept_for_45_days()
    {
        await using (var kept = Open())
        {
            await kept.SaveAsync(Query("old"));
            clock.Advance(TimeSpan.FromDays(1));
            await kept.SaveAsync(Query("new"));
            clock.Advance(TimeSpan.FromDays(44));
            Assert.Equal(["old", "new"], Ids(kept));

            clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(["new"], Ids(kept));
            Assert.Null(kept.Find("old"));
        }

        await using var again = Open();
        Assert.Equal(["new"], Ids(again));
    }

    [Fact]
    public async Task The_latest_5000_queries_are_kept()
    {
        await using var kept = Open();
        await Task.WhenAll(Enumerable.Range(0, 5_002).Select(i => kept.SaveAsync(Query($"{i}"))));

        Assert.Equal(Enumerable.Range(2, 5_000).Select(i => $"{i}"), Ids(kept));
    }

    private static IEnumerable<string> Ids(KeptQueries kept) => kept.List().Select(query => query.QueryExecutionId);

    private KeptQueries Open() => KeptQueries.Open(folder.Root, clock);

    private QueryExecution Query(string id) => new()
    {
        QueryExecutionId = id,
        Request = new("SELECT 1", "s3://bucket/results/"),
        StatementType = "DML",
        SubstatementType = "SELECT",
        OutputLocation = $"s3://bucket/results/{id}.csv",
        SubmissionDateTime = clock.GetUtcNow(),
        State = QueryState.Succeeded,
    };
}
