using Lake.Athena;
using Lake.DuckDb;
using Lake.Parquet;
using Lake.S3;

namespace Lake.Tests.Athena;

/// <summary>What one query may take of the machine.</summary>
public sealed class QueryBoundsTests
{
    private const string Endless = "SELECT sum(a.i * b.i % 7) FROM range(10000000) a(i) CROSS JOIN range(10000000) b(i)";

    // One call of one function, which DuckDB does not interrupt: some seconds.
    private const string Deaf = "SELECT levenshtein_distance(rpad('a', 40000, 'a'), rpad('b', 40000, 'b'))";

    [Theory]
    [InlineData("SELECT rpad('x', 33554433, 'x')")]
    [InlineData("SELECT rpad('x', 20000000, 'x'), rpad('y', 20000000, 'y')")]
    [InlineData("SELECT array_agg(i) FROM range(5000000) r(i)")]
    [InlineData("SELECT [rpad('x', 20000000, 'x'), rpad('y', 20000000, 'y')]")]
    [InlineData("SELECT ROW(rpad('x', 20000000, 'x'), MAP {'k': rpad('y', 20000000, 'y')})")]
    public async Task A_row_of_more_than_32_MB_is_no_result(string sql)
    {
        using var lake = new TemporaryLake();

        var query = await lake.RunAsync(sql);

        Assert.Equal(
            (QueryState.Failed, "EXCEEDED_ROW_SIZE_LIMIT: A row of the result has more than 32 MB, the most that Athena takes."),
            (query.State, query.StateChangeReason));
        Assert.Empty(lake.Keys());
    }

    [Fact]
    public async Task Rows_that_are_large_together_are_a_result()
    {
        using var lake = new TemporaryLake();

        // "x", and three lines of a text in quotes.
        Assert.Equal(4 + (3 * 20_000_003), (await lake.CsvAsync("SELECT rpad('x', 20000000, 'x') AS x FROM range(3)")).Length);
    }

    [Fact]
    public void A_row_of_parquet_is_bounded_as_well()
    {
        using var lake = new TemporaryLake();
        using var database = DuckDbDatabase.Open(new(lake.DataFolder, [lake.DataFolder], Threads: 1));
        using var connection = database.Connect();
        var uri = new S3Uri(TemporaryLake.Bucket, "in.parquet");
        connection.Execute($"COPY (SELECT repeat('x', 40000000) AS x) TO '{lake.Store.PathOf(uri)}' (FORMAT parquet)");

        var error = Assert.Throws<DuckDbException>(() => new ParquetItems(lake.Store).Read(uri).Count());

        Assert.Equal(DuckDbException.RowTooLarge, error.Kind);
    }

    [Fact]
    public async Task A_query_ends_with_its_time()
    {
        using var lake = new TemporaryLake();
        var id = (await lake.Athena.StartAsync(new(Endless, $"s3://{TemporaryLake.Bucket}/r/"))).QueryExecutionId;

        var query = lake.Athena.WaitAsync(id, TestContext.Current.CancellationToken);
        while (!query.IsCompleted)
        {
            // Its time begins when it runs, which is soon.
            lake.Clock.Advance(TimeSpan.FromMinutes(31));
            await Task.Yield();
        }

        var ended = await query;
        Assert.Equal(
            (QueryState.Failed, "EXCEEDED_TIME_LIMIT: Query exceeded the maximum run time limit of 30.00m", 206),
            (ended.State, ended.StateChangeReason, ended.Error!.Type));
        Assert.Empty(lake.Keys());
    }

    [Fact]
    public async Task A_query_that_hears_nothing_is_stopped_all_the_same_and_leaves_no_result()
    {
        using var lake = new TemporaryLake(options => options with { StopGrace = TimeSpan.Zero });
        var id = (await lake.Athena.StartAsync(new(Deaf, $"s3://{TemporaryLake.Bucket}/r/"))).QueryExecutionId;
        while (lake.Athena.Get(id).State == QueryState.Queued)
        {
            await Task.Yield();
        }

        lake.Athena.Stop(id);
        var query = await lake.Athena.WaitAsync(id, TestContext.Current.CancellationToken).WaitAsync(
            TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);

        Assert.Equal(QueryState.Cancelled, query.State);
        Assert.Empty(lake.Keys());
    }

    [Fact]
    public async Task The_end_of_the_program_waits_for_no_query_that_hears_nothing()
    {
        using var lake = new TemporaryLake(options => options with { StopGrace = TimeSpan.Zero });
        var id = (await lake.Athena.StartAsync(new(Deaf, $"s3://{TemporaryLake.Bucket}/r/"))).QueryExecutionId;

        await lake.Athena.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);

        Assert.StartsWith("SERVER_SHUTTING_DOWN", lake.Athena.Get(id).StateChangeReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_query_puts_on_the_disk_is_bounded()
    {
        using var lake = new TemporaryLake(options => options with { MaxTemporaryBytes = 3 << 20 });

        Assert.Equal("\"most\"\n\"3.0 MiB\"\n", await lake.CsvAsync("SELECT value AS most FROM duckdb_settings() WHERE name = 'max_temp_directory_size'"));
    }
}
