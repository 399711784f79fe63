using Lake.Athena;

namespace Lake.Tests.Athena;

/// <summary>How many queries there may be.</summary>
public sealed class QueryLimitTests
{
    private static readonly QueryRequest Query = new("SELECT 1 AS a", $"s3://{TemporaryLake.Bucket}/athena-results/");

    [Fact]
    public async Task A_query_too_many_is_refused_until_one_has_ended()
    {
        using var lake = new TemporaryLake(options => options with { ConcurrentQueries = 0, ActiveQueries = 1 });
        var waiting = (await lake.Athena.StartAsync(Query)).QueryExecutionId;

        var refused = await Assert.ThrowsAsync<AthenaException>(() => lake.Athena.StartAsync(Query));
        lake.Athena.Stop(waiting);
        await lake.Athena.WaitAsync(waiting, TestContext.Current.CancellationToken);
        var next = await lake.Athena.StartAsync(Query);

        Assert.Equal("TooManyRequestsException", refused.Code);
        Assert.Equal(
            "You have exceeded the limit for the number of queries you can run concurrently. Reduce the number of concurrent queries.",
            refused.Message);
        Assert.Equal(QueryState.Queued, next.State);
    }
}
