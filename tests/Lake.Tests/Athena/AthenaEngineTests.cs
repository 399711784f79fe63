using System.Text.Json.Nodes;
using Lake.Athena;
using Lake.S3;

namespace Lake.Tests.Athena;

public sealed class AthenaEngineTests : IDisposable
{
    private readonly TemporaryLake lake = new();

    public void Dispose() => lake.Dispose();

    [Fact]
    public async Task A_result_is_the_csv_that_athena_writes() =>
        Assert.Equal(
            """
            "a","b","c","d","e","f","g","h","i","j"
            "1","x ""y"", z","",,"true","2026-11-20","2026-11-20 10:20:30.123","1.0E10","[1, 2]","{a=1, b=null}"

            """.ReplaceLineEndings("\n"),
            await lake.CsvAsync(
                "SELECT 1 AS a, 'x \"y\", z' AS b, '' AS c, NULL AS d, true AS e, DATE '2026-11-20' AS f, "
                + "TIMESTAMP '2026-11-20 10:20:30.123' AS g, 1e10 AS h, ARRAY[1, 2] AS i, "
                + "CAST(ROW(1, NULL) AS ROW(a bigint, b varchar)) AS j"));

    [Fact]
    public async Task A_query_whose_result_cannot_be_written_fails_with_the_reason()
    {
        File.WriteAllText(lake.Store.TemporaryFolder, "A file, where a folder should be.");

        var query = await lake.RunAsync("SELECT 1 AS n");

        Assert.Equal(
            (QueryState.Failed, $"GENERIC_INTERNAL_ERROR: The file '{lake.Store.TemporaryFolder}' already exists."),
            (query.State, query.StateChangeReason));
    }

    [Fact]
    public async Task A_query_is_described_as_get_query_execution_does()
    {
        lake.Ingest("""{"on_hand":1}""");

        var query = await lake.RunAsync("SELECT ? AS n FROM inventory", "7");

        Assert.Equal(
            """
            {
              "QueryExecutionId": "00000000-0000-0000-0000-000000000002",
              "Query": "SELECT ? AS n FROM inventory",
              "StatementType": "DML",
              "ResultConfiguration": {
                "OutputLocation": "s3://test-lake/athena-results/00000000-0000-0000-0000-000000000002.csv"
              },
              "ResultReuseConfiguration": {
                "ResultReuseByAgeConfiguration": {
                  "Enabled": false
                }
              },
              "QueryExecutionContext": {
                "Catalog": "awsdatacatalog",
                "Database": "streaming"
              },
              "Status": {
                "State": "SUCCEEDED",
                "SubmissionDateTime": 1795167015000,
                "CompletionDateTime": 1795167015000
              },
              "Statistics": {
                "EngineExecutionTimeInMillis": 0,
                "DataScannedInBytes": 0,
                "TotalExecutionTimeInMillis": 0,
                "QueryQueueTimeInMillis": 0,
                "ServiceProcessingTimeInMillis": 0,
                "ResultReuseInformation": {
                  "ReusedPreviousResult": false
                }
              },
              "WorkGroup": "primary",
              "EngineVersion": {
                "SelectedEngineVersion": "AUTO",
                "EffectiveEngineVersion": "Athena engine version 3"
              },
              "SubstatementType": "SELECT",
              "ExecutionParameters": [
                "7"
              ]
            }
            """.ReplaceLineEndings("\n"),
            JsonNode.Parse((query with { DataScannedInBytes = 0 }).ToJson().ToString())!.ToJsonString(new() { WriteIndented = true, NewLine = "\n" }));
    }

    [Theory]
    [InlineData("SELECT nothing FROM inventory", "COLUMN_NOT_FOUND: line 1:8: Column 'nothing' cannot be resolved")]
    [InlineData("SELECT 'ä',\n  nothing FROM inventory", "COLUMN_NOT_FOUND: line 2:3: Column 'nothing' cannot be resolved")]
    [InlineData("SELECT * FROM nowhere", "TABLE_NOT_FOUND: line 1:15: Table 'nowhere' does not exist")]
    [InlineData("SELECT nofunction(1)", "FUNCTION_NOT_FOUND: line 1:8: Function 'nofunction' not registered")]
    [InlineData("SELECT 1 FROM WHERE", "SYNTAX_ERROR: line 1:15: syntax error at or near \"WHERE\"")]
    [InlineData("SELECT CAST('x' AS date)", "INVALID_CAST_ARGUMENT: line 1:8: invalid date field format: \"x\", expected format is (YYYY-MM-DD)")]
    [InlineData("SELECT * FROM read_csv('/etc/passwd')", "PERMISSION_DENIED: line 1:15: Cannot access file \"/etc/passwd\" - file system operations are disabled by configuration")]
    [InlineData("UNLOAD (\nSELECT nothing FROM inventory) TO 's3://test-lake/x/'", "COLUMN_NOT_FOUND: line 2:8: Column 'nothing' cannot be resolved")]
    [InlineData("DESCRIBE nowhere", "TABLE_NOT_FOUND: Table 'nowhere' does not exist")]
    [InlineData("UNLOAD (SELECT 1 AS a) TO 's3://no-bucket/x/'", "INVALID_LOCATION: The bucket 'no-bucket' does not exist.")]
    public async Task A_query_that_fails_says_what_and_where(string sql, string reason)
    {
        var query = await lake.RunAsync(sql);

        Assert.Equal((QueryState.Failed, reason), (query.State, query.StateChangeReason));
        Assert.Equal(reason, query.ToJson().FindText("Status", "AthenaError", "ErrorMessage"));
        Assert.Empty(lake.Keys());
    }

    [Fact]
    public async Task An_error_behind_a_parameter_is_placed_where_it_was_written()
    {
        var query = await lake.RunAsync("SELECT ?, ?, nothing FROM inventory", "'a long text instead of one character'", "2");

        Assert.Equal("COLUMN_NOT_FOUND: line 1:14: Column 'nothing' cannot be resolved", query.StateChangeReason);
    }

    [Theory]
    [InlineData("", "The query is empty.")]
    [InlineData("-- only a comment", "The query is empty.")]
    [InlineData("SELECT 1; SELECT 2", "line 1:9: Only one sql statement is allowed.")]
    [InlineData("SELECT 'open", "line 1:8: The string that starts here does not end.")]
    [InlineData("DROP TABLE inventory", "line 1:1: The local stage runs queries, UNLOAD, EXPLAIN, SHOW and DESCRIBE, and no DROP: tables come from tables.json, and rows from the delivery streams.")]
    [InlineData("EXPLAIN ANALYZE COPY (SELECT 1) TO 'x'", "line 1:17: EXPLAIN explains SELECT, WITH and VALUES, and nothing else.")]
    [InlineData("explain analyze create table x as select 1", "line 1:17: EXPLAIN explains SELECT, WITH and VALUES, and nothing else.")]
    [InlineData("EXPLAIN (FORMAT json) DROP TABLE x", "line 1:23: EXPLAIN explains SELECT, WITH and VALUES, and nothing else.")]
    [InlineData("EXPLAIN ANALYZE (ANALYZE, FORMAT json) /* */ DELETE FROM x", "line 1:46: EXPLAIN explains SELECT, WITH and VALUES, and nothing else.")]
    [InlineData("EXPLAIN EXPLAIN SELECT 1", "line 1:9: EXPLAIN explains SELECT, WITH and VALUES, and nothing else.")]
    [InlineData("EXPLAIN ANALYZE", "line 1:16: EXPLAIN explains SELECT, WITH and VALUES, and nothing else.")]
    [InlineData("SELECT * FROM enable_logging('FileSystem')", "line 1:15: A query answers, and enable_logging does something else.")]
    [InlineData("SELECT * FROM system.main.\"Disable_Logging\" ()", "line 1:27: A query answers, and \"Disable_Logging\" does something else.")]
    [InlineData("WITH x AS (SELECT write_log('a')) SELECT * FROM x", "line 1:19: A query answers, and write_log does something else.")]
    [InlineData("EXPLAIN ANALYZE SELECT * FROM query('SELECT 1')", "line 1:31: A query answers, and query does something else.")]
    [InlineData("UNLOAD (SELECT * FROM checkpoint()) TO 's3://test-lake/u/' WITH (format = 'PARQUET')", "line 1:23: A query answers, and checkpoint does something else.")]
    [InlineData("UNLOAD (INSERT INTO x VALUES (1) RETURNING *) TO 's3://test-lake/u/' WITH (format = 'PARQUET')", "line 1:9: UNLOAD (query) TO 's3://…' WITH (format = 'PARQUET'): expected a query and found INSERT.")]
    [InlineData("UNLOAD () TO 's3://test-lake/u/'", "line 1:9: UNLOAD (query) TO 's3://…' WITH (format = 'PARQUET'): expected a query and found ).")]
    [InlineData("SELECT ?", "Incorrect number of parameters: the query has 1 and ExecutionParameters 0.")]
    public async Task A_statement_that_cannot_be_run_is_not_started(string sql, string message)
    {
        var error = await Assert.ThrowsAsync<AthenaException>(() => lake.Athena.StartAsync(new(sql, "s3://test-lake/r/")));

        Assert.Equal(("InvalidRequestException", message), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("EXPLAIN SELECT 1")]
    [InlineData("EXPLAIN ANALYZE WITH x AS (SELECT 1) SELECT * FROM x")]
    [InlineData("EXPLAIN (SELECT 1) UNION SELECT 2")]
    [InlineData("EXPLAIN (FORMAT json) SELECT 1")]
    [InlineData("SELECT 1 AS query, 2 AS \"checkpoint\" ORDER BY query")]
    public async Task What_only_asks_is_run(string sql) => Assert.Equal(QueryState.Succeeded, (await lake.RunAsync(sql)).State);

    [Theory]
    [InlineData("2")]
    [InlineData("-2.5e3")]
    [InlineData("'it''s'")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("DATE '2026-11-20'")]
    public async Task A_parameter_is_one_literal(string parameter) =>
        Assert.Equal(QueryState.Succeeded, (await lake.RunAsync("SELECT ? AS \"a ? name\", '?' -- ?", parameter)).State);

    [Theory]
    [InlineData("2026-11-20")]
    [InlineData("'a' OR 1 = 1")]
    [InlineData("2; DROP TABLE x")]
    [InlineData("(SELECT 1)")]
    [InlineData("now")]
    [InlineData("")]
    public async Task A_parameter_that_is_more_than_a_literal_is_refused(string parameter)
    {
        var request = new QueryRequest("SELECT ?", "s3://test-lake/r/") { ExecutionParameters = [parameter] };

        Assert.Equal(
            $"The execution parameter {parameter} is not one SQL literal, such as 2, 'text' with its quotes, or DATE '2026-11-20'.",
            (await Assert.ThrowsAsync<AthenaException>(() => lake.Athena.StartAsync(request))).Message);
    }

    [Fact]
    public async Task Only_the_partitions_asked_for_are_read()
    {
        foreach (var day in Enumerable.Range(0, 4))
        {
            var lines = string.Join('\n', Enumerable.Range(0, 2000).Select(i => $$"""{"event_id":"{{day}} {{i}} {{i * 7919 % 2000}}"}"""));
            lake.Stream("inventory").Ingest(
                [new(TemporaryLake.Now.AddDays(-day), System.Text.Encoding.UTF8.GetBytes(lines))], TestContext.Current.CancellationToken);
        }

        var one = await lake.RunAsync("SELECT max(length(event_id)) FROM inventory WHERE dt = CAST(CAST(? AS date) AS varchar)", "'2026-11-20'");
        var all = await lake.RunAsync("SELECT max(length(event_id)) FROM inventory");

        Assert.True(one.DataScannedInBytes > 0);
        Assert.InRange(all.DataScannedInBytes, 3 * one.DataScannedInBytes, 5 * one.DataScannedInBytes);
        var size = lake.Store.List(new(TemporaryLake.Bucket, "inventory/")).Sum(file => file.Size);
        Assert.InRange(all.DataScannedInBytes, size / 2, size);
    }

    [Fact]
    public async Task A_query_that_reads_more_than_its_workgroup_allows_is_cancelled_and_keeps_no_result()
    {
        using var lake = new TemporaryLake(options => options with { ScanLimits = new() { ["small"] = 10 } });
        lake.Ingest("""{"event_id":"e"}""");

        var small = await InAsync("small");
        var other = await InAsync("primary");

        Assert.Equal((QueryState.Cancelled, "Bytes scanned limit was exceeded"), (small.State, small.StateChangeReason));
        Assert.True(small.DataScannedInBytes > 10);
        Assert.Null(small.Error);
        Assert.Equal(QueryState.Succeeded, other.State);
        Assert.All(lake.Keys("athena-results/"), key => Assert.Contains(other.QueryExecutionId, key, StringComparison.Ordinal));

        async Task<QueryExecution> InAsync(string workGroup)
        {
            var started = await lake.Athena.StartAsync(
                new("SELECT event_id FROM inventory", "s3://test-lake/athena-results/") { WorkGroup = workGroup });
            return await lake.Athena.WaitAsync(started.QueryExecutionId, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_table_without_files_is_empty_and_has_its_columns() =>
        Assert.Equal(
            "\"store_id\",\"name\",\"region\",\"depot_id\",\"latitude\",\"longitude\"\n",
            await lake.CsvAsync("SELECT * FROM \"streaming\".\"stores\""));

    [Fact]
    public async Task A_file_that_is_not_what_it_should_be_is_bad_data()
    {
        lake.Store.Put(new(TemporaryLake.Bucket, "inventory/dt=2026-11-20/hour=09/broken.parquet"), "this is no parquet"u8);

        var query = await lake.RunAsync("SELECT count(*) FROM inventory");

        Assert.Equal(QueryState.Failed, query.State);
        Assert.StartsWith("HIVE_BAD_DATA: ", query.StateChangeReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_catalog_is_shown()
    {
        Assert.Equal("depots\ndispatches\ndistances\ninventory\nprice_list\nstores\ntelemetry\nvisits\n", await ShowAsync("SHOW TABLES"));
        Assert.Equal("streaming\n", await ShowAsync("show databases"));
        Assert.Equal("store_id\nname\nregion\ndepot_id\nlatitude\nlongitude\n", await ShowAsync("SHOW COLUMNS IN stores"));
        Assert.StartsWith("store_id            \tstring              \t\n", await ShowAsync("DESCRIBE streaming.stores;"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_is_stopped()
    {
        var started = await lake.Athena.StartAsync(new("SELECT sum(a.i * b.i % 7) FROM range(10000000) a(i) CROSS JOIN range(1000000) b(i)", "s3://test-lake/r/"));

        lake.Athena.Stop(started.QueryExecutionId);
        var query = await lake.Athena.WaitAsync(started.QueryExecutionId, TestContext.Current.CancellationToken);

        Assert.Equal((QueryState.Cancelled, "Query cancelled by user"), (query.State, query.StateChangeReason));
        Assert.Empty(lake.Keys());
    }

    [Fact]
    public void An_unknown_query_is_named() =>
        Assert.Equal("QueryExecution none was not found", Assert.Throws<AthenaException>(() => lake.Athena.Get("none")).Message);

    [Theory]
    [InlineData("SELECT count(*), sum(on_hand) AS units, max(dt) FROM inventory", "_col0 units _col2")]
    [InlineData("SELECT i.dt, CAST(dt AS date), on_hand + 1 FROM inventory AS i", "dt _col1 _col2")]
    [InlineData("SELECT 1, d.*, 2 FROM depots AS d", "_col0 depot_id name latitude longitude trucks truck_volume_l route_hours _col8")]
    [InlineData("SELECT 1, s.name, s.*, d.*, 2 FROM stores AS s, depots AS d", "_col0 name store_id name region depot_id latitude longitude depot_id name latitude longitude trucks truck_volume_l route_hours _col15")]
    [InlineData("WITH n AS (SELECT 1 AS a) (SELECT a, -a FROM n) UNION ALL SELECT 3 AS x, 4 AS y ORDER BY 1", "a _col1")]
    [InlineData("VALUES (1, 2)", "_col0 _col1")]
    [InlineData("SELECT a, b FROM (VALUES (1, 2)) AS t (a, b)", "a b")]
    [InlineData("TABLE depots", "depot_id name latitude longitude trucks truck_volume_l route_hours")]
    public async Task A_column_without_a_name_is_called_by_its_place(string sql, string names)
    {
        var query = await lake.RunAsync(sql);

        Assert.True(query.State == QueryState.Succeeded, query.StateChangeReason);
        Assert.Equal(names, string.Join(' ', query.Columns.Select(column => column.Name)));
        Assert.StartsWith($"\"{names.Replace(" ", "\",\"", StringComparison.Ordinal)}\"\n", lake.Text(S3Uri.Parse(query.OutputLocation)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deep_expression_is_an_expression() =>
        Assert.Equal("\"_col0\"\n\"100\"\n", await lake.CsvAsync($"SELECT {string.Join(" + ", Enumerable.Repeat("1", 100))}"));

    [Theory]
    [InlineData("7 / 2", "3")]
    [InlineData("json_format(CAST(CAST(ROW(1, 'x') AS ROW(a bigint, b varchar)) AS json))", "{\"\"a\"\":1,\"\"b\"\":\"\"x\"\"}")]
    [InlineData("to_iso8601(TIMESTAMP '2026-11-20 01:02:03')", "2026-11-20T01:02:03.000")]
    [InlineData("to_iso8601(DATE '2026-11-20')", "2026-11-20")]
    [InlineData("date_diff('day', TIMESTAMP '2026-11-19 23:00:00', TIMESTAMP '2026-11-20 22:00:00')", "0")]
    [InlineData("date_add('day', 2, TIMESTAMP '2026-11-19 23:00:00')", "2026-11-21 23:00:00.000")]
    [InlineData("date_format(TIMESTAMP '2026-11-19 23:04:05', '%Y-%m-%d %H:%i:%s')", "2026-11-19 23:04:05")]
    [InlineData("trim('\t a b \n')", "a b")]
    [InlineData("regexp_like('abc', 'b')", "true")]
    [InlineData("element_at(ARRAY[5, 6], 2)", "6")]
    [InlineData("sequence(1, 3)", "[1, 2, 3]")]
    [InlineData("sequence(3, 1)", "[3, 2, 1]")]
    [InlineData("sequence(0, 10, 5)", "[0, 5, 10]")]
    [InlineData("(SELECT sum(x * y) FROM UNNEST(sequence(1, 3)) AS a (x), UNNEST(sequence(1, 2)) AS b (y))", "18")]
    public async Task A_function_of_trino_does_what_it_does_there(string sql, string expected) =>
        Assert.Equal($"\"v\"\n\"{expected}\"\n", await lake.CsvAsync($"SELECT {sql} AS v"));

    private async Task<string> ShowAsync(string sql)
    {
        var query = await lake.RunAsync(sql);
        Assert.EndsWith(".txt", query.OutputLocation, StringComparison.Ordinal);
        return lake.Text(S3Uri.Parse(query.OutputLocation));
    }
}
