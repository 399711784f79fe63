using System.Text.Json.Nodes;

namespace Local.Tests.Serve;

/// <summary>The Redshift Data API as clients call it.</summary>
public sealed class RedshiftDataTests
{
    private const string Place = """ "WorkgroupName":"streaming-analytics","Database":"warehouse" """;

    [Fact]
    public async Task A_statement_is_run_described_listed_and_its_result_read()
    {
        await using var served = await Served.StartAsync();
        var id = await ExecuteAsync(served, "SELECT 1 AS a, 'x' AS b UNION ALL SELECT 2, NULL ORDER BY a");

        var described = await EndAsync(served, id);
        var result = await served.CallAsync("RedshiftData.GetStatementResult", $$"""{"Id":"{{id}}"}""");
        var listed = await served.CallAsync("RedshiftData.ListStatements");

        Assert.Equal(("FINISHED", true, 2), ((string)described["Status"]!, (bool)described["HasResultSet"]!, (int)described["ResultRows"]!));
        Assert.InRange((double)described["CreatedAt"]!, 1.7e9, 1e10);
        Assert.Equal("""[[{"longValue":1},{"stringValue":"x"}],[{"longValue":2},{"isNull":true}]]""", result["Records"]!.ToJsonString());
        Assert.Equal(["a int4", "b varchar"], result["ColumnMetadata"]!.AsArray().Select(column => $"{column!["name"]} {column["typeName"]}"));
        Assert.Equal(2, (int)result["TotalNumRows"]!);
        Assert.Equal(id, (string)Assert.Single(listed["Statements"]!.AsArray())!["Id"]!);
    }

    [Fact]
    public async Task A_batch_is_one_transaction_whose_statements_are_seen_one_by_one()
    {
        await using var served = await Served.StartAsync();
        var id = await BatchAsync(served, "CREATE TABLE t (a BIGINT)", "INSERT INTO t VALUES (1), (2)", "SELECT count(*) FROM t");
        var described = await EndAsync(served, id);

        Assert.Equal("FINISHED", (string)described["Status"]!);
        Assert.Equal(
            [$"{id}:1 FINISHED", $"{id}:2 FINISHED", $"{id}:3 FINISHED"],
            described["SubStatements"]!.AsArray().Select(part => $"{part!["Id"]} {part["Status"]}"));
        Assert.Equal(2, (int)described["SubStatements"]![1]!["ResultRows"]!);
        var counted = await served.CallAsync("RedshiftData.GetStatementResult", $$"""{"Id":"{{id}}:3"}""");
        Assert.Equal("""[[{"longValue":2}]]""", counted["Records"]!.ToJsonString());

        var failed = await EndAsync(served, await BatchAsync(served, "INSERT INTO t VALUES (3)", "SELECT nothing FROM t", "SELECT 1"));
        Assert.Equal("FAILED", (string)failed["Status"]!);
        Assert.Equal("Query #2 failed with ERROR: column \"nothing\" does not exist", (string)failed["Error"]!);
        Assert.Equal(["FINISHED", "FAILED", "ABORTED"], failed["SubStatements"]!.AsArray().Select(part => (string)part!["Status"]!));
        Assert.Equal("""[[{"longValue":2}]]""", await ResultAsync(served, "SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task The_same_token_brings_the_same_statement_and_another_request_by_it_is_refused()
    {
        await using var served = await Served.StartAsync();
        await EndAsync(served, await ExecuteAsync(served, "CREATE TABLE t (a BIGINT)"));
        var first = await ExecuteAsync(served, "INSERT INTO t VALUES (1)", "\"ClientToken\":\"one\"");
        var again = await ExecuteAsync(served, "INSERT INTO t VALUES (1)", "\"ClientToken\":\"one\"");
        await EndAsync(served, first);

        Assert.Equal(first, again);
        Assert.Equal("""[[{"longValue":1}]]""", await ResultAsync(served, "SELECT count(*) FROM t"));
        await RefusedAsync(served, "ExecuteStatement", $$"""{ {{Place}}, "Sql":"SELECT 1", "ClientToken":"one"}""", "ValidationException", "The ClientToken 'one' came before");
    }

    [Fact]
    public async Task Parameters_take_the_place_of_their_names()
    {
        await using var served = await Served.StartAsync();

        Assert.Equal(
            """[[{"stringValue":"it\u0027s"}]]""",
            await ResultAsync(served, "SELECT :word AS word WHERE 5 > :least", """ "Parameters":[{"name":"word","value":"it's"},{"name":"least","value":"4"}] """));
    }

    [Fact]
    public async Task A_statement_that_runs_can_be_cancelled_and_one_that_has_ended_cannot()
    {
        await using var served = await Served.StartAsync();
        var id = await ExecuteAsync(
            served, "SELECT count(*) FROM generate_series(1, 1000000) AS a (x), generate_series(1, 1000000) AS b (y) WHERE x * y % 7 = x");

        Assert.True((bool)(await served.CallAsync("RedshiftData.CancelStatement", $$"""{"Id":"{{id}}"}"""))["Status"]!);
        Assert.Equal("ABORTED", (string)(await EndAsync(served, id))["Status"]!);
        await RefusedAsync(served, "CancelStatement", $$"""{"Id":"{{id}}"}""", "ValidationException", $"Could not cancel a query that is already in ABORTED state with ID: {id}");
    }

    [Fact]
    public async Task Statements_and_results_outlive_the_process_for_a_day()
    {
        await using var served = await Served.StartAsync();
        await EndAsync(served, await ExecuteAsync(served, "CREATE TABLE t AS SELECT 7 AS a"));
        var id = await ExecuteAsync(served, "SELECT a FROM t");
        await EndAsync(served, id);

        await served.RestartAsync();

        Assert.Equal("""[[{"longValue":7}]]""", (await served.CallAsync("RedshiftData.GetStatementResult", $$"""{"Id":"{{id}}"}"""))["Records"]!.ToJsonString());
        Assert.Equal("""[[{"longValue":7}]]""", await ResultAsync(served, "SELECT a FROM t"));
    }

    [Theory]
    [InlineData("ExecuteStatement", """{ "Database":"warehouse", "Sql":"SELECT 1"}""", "ValidationException", "Either ClusterIdentifier, WorkgroupName or SessionId must be provided.")]
    [InlineData("ExecuteStatement", """{ "WorkgroupName":"other", "Database":"warehouse", "Sql":"SELECT 1"}""", "ValidationException", "Redshift endpoint doesn't exist in this region.")]
    [InlineData("ExecuteStatement", """{ "WorkgroupName":"streaming-analytics", "Sql":"SELECT 1"}""", "ValidationException", "1 validation error detected: Value null at 'database'")]
    [InlineData("ExecuteStatement", """{ "WorkgroupName":"streaming-analytics", "Database":"warehouse"}""", "ValidationException", "1 validation error detected: Value null at 'Sql'")]
    [InlineData("ExecuteStatement", """{ "WorkgroupName":"streaming-analytics", "Database":"warehouse", "Sql":"SELECT :a", "Parameters":[{"name":"a","value":"1"},{"name":"b","value":"1"}]}""", "ValidationException", "Parameters list contains unused parameters. Unused parameters: [b]")]
    [InlineData("BatchExecuteStatement", """{ "WorkgroupName":"streaming-analytics", "Database":"warehouse", "Sqls":[]}""", "ValidationException", "1 validation error detected: Value '[0 statements]' at 'sqls'")]
    [InlineData("DescribeStatement", """{"Id":"no id"}""", "ValidationException", "1 validation error detected: Value 'no id' at 'id'")]
    [InlineData("DescribeStatement", """{"Id":"d9b6c0c9-0747-4bf4-b142-e8883122f766"}""", "ResourceNotFoundException", "Query does not exist.")]
    [InlineData("GetStatementResult", """{"Id":"d9b6c0c9-0747-4bf4-b142-e8883122f766:1"}""", "ResourceNotFoundException", "Query does not exist.")]
    public async Task What_cannot_be_is_refused_with_AWSs_code(string operation, string request, string code, string message)
    {
        await using var served = await Served.StartAsync();

        await RefusedAsync(served, operation, request, code, message);
    }

    [Fact]
    public async Task Limits_are_those_of_the_data_api()
    {
        await using var served = await Served.StartAsync();

        await RefusedAsync(
            served, "ExecuteStatement", $$"""{ {{Place}}, "Sql":"SELECT '{{new string('x', 102_400)}}'"}""", "ValidationException", "Cannot process query string larger than 100kB");
        await RefusedAsync(
            served, "BatchExecuteStatement", $$"""{ {{Place}}, "Sqls":[{{string.Join(',', Enumerable.Repeat("\"SELECT 1\"", 41))}}]}""", "ValidationException", "1 validation error detected: Value '[41 statements]' at 'sqls'");
        var id = await ExecuteAsync(served, "CREATE TABLE t (a BIGINT)");
        await EndAsync(served, id);
        await RefusedAsync(served, "GetStatementResult", $$"""{"Id":"{{id}}"}""", "ResourceNotFoundException", "Query does not have result. Please check query status with DescribeStatement.");
    }

    private static async Task<string> ExecuteAsync(Served served, string sql, string more = "\"WithEvent\":false") => (string)(await served.CallAsync(
        "RedshiftData.ExecuteStatement", $$"""{ {{Place}}, "Sql":{{JsonValue.Create(sql).ToJsonString()}}, {{more}} }"""))["Id"]!;

    private static async Task<string> BatchAsync(Served served, params string[] sqls) => (string)(await served.CallAsync(
        "RedshiftData.BatchExecuteStatement",
        $$"""{ {{Place}}, "Sqls":[{{string.Join(',', sqls.Select(sql => JsonValue.Create(sql).ToJsonString()))}}] }"""))["Id"]!;

    private static async Task<JsonNode> EndAsync(Served served, string id)
    {
        await served.Stage.Warehouse.WaitAsync(id, TestContext.Current.CancellationToken);
        return await served.CallAsync("RedshiftData.DescribeStatement", $$"""{"Id":"{{id}}"}""");
    }

    private static async Task<string> ResultAsync(Served served, string sql, string more = "\"WithEvent\":false")
    {
        var id = await ExecuteAsync(served, sql, more);
        await EndAsync(served, id);
        return (await served.CallAsync("RedshiftData.GetStatementResult", $$"""{"Id":"{{id}}"}"""))["Records"]!.ToJsonString();
    }

    private static async Task RefusedAsync(Served served, string operation, string request, string code, string message)
    {
        using var response = await served.SendAsync($"RedshiftData.{operation}", request);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;

        Assert.Equal((400, code), ((int)response.StatusCode, (string)answer["__type"]!));
        Assert.StartsWith(message, (string)answer["message"]!, StringComparison.Ordinal);
    }
}
