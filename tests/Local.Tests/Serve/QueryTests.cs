using System.Text.Json.Nodes;
using Lake.Athena;

namespace Local.Tests.Serve;

public sealed class QueryTests
{
    private const string Endless =
        """{"QueryString":"SELECT count(*) FROM UNNEST(sequence(1, 100000)) AS a (x), UNNEST(sequence(1, 100000)) AS b (y), UNNEST(sequence(1, 100000)) AS c (z) WHERE x * y % 7 = z"}""";

    [Fact]
    public async Task A_query_is_described_with_times_as_the_protocol_has_them()
    {
        await using var served = await Served.StartAsync();
        var id = await Queries.RunAsync(served, "SELECT ? AS a", "'x'");

        var query = (await served.CallAsync("AmazonAthena.GetQueryExecution", $$"""{"QueryExecutionId":"{{id}}"}"""))["QueryExecution"]!;

        Assert.Equal(("SUCCEEDED", "SELECT", "primary"), ((string)query["Status"]!["State"]!, (string)query["SubstatementType"]!, (string)query["WorkGroup"]!));
        Assert.InRange((double)query["Status"]!["SubmissionDateTime"]!, 1.7e9, 1e10);
        var listed = await served.CallAsync("AmazonAthena.ListQueryExecutions");
        Assert.Equal($$"""{"QueryExecutionIds":["{{id}}"]}""", listed.ToJsonString());
    }

    [Fact]
    public async Task A_page_of_0_queries_is_one_of_the_usual_length()
    {
        await using var served = await Served.StartAsync();
        var id = await Queries.RunAsync(served, "SELECT 1 AS a");

        var listed = await served.CallAsync("AmazonAthena.ListQueryExecutions", """{"MaxResults":0}""");

        Assert.Equal($$"""{"QueryExecutionIds":["{{id}}"]}""", listed.ToJsonString());
    }

    [Fact]
    public async Task Results_come_page_by_page_the_header_first_and_NULL_is_no_value()
    {
        await using var served = await Served.StartAsync();
        var id = await Queries.RunAsync(served, "SELECT * FROM (VALUES (1, 'a\"b,c'), (2, ''), (3, NULL)) AS t (n, s) ORDER BY n");

        var first = await served.CallAsync("AmazonAthena.GetQueryResults", $$"""{"QueryExecutionId":"{{id}}","MaxResults":3}""");
        var second = await served.CallAsync(
            "AmazonAthena.GetQueryResults", $$"""{"QueryExecutionId":"{{id}}","MaxResults":3,"NextToken":"{{first["NextToken"]}}"}""");

        Assert.Equal(
            [
                """{"Data":[{"VarCharValue":"n"},{"VarCharValue":"s"}]}""",
                """{"Data":[{"VarCharValue":"1"},{"VarCharValue":"a\u0022b,c"}]}""",
                """{"Data":[{"VarCharValue":"2"},{"VarCharValue":""}]}""",
            ],
            Rows(first));
        Assert.Equal(["""{"Data":[{"VarCharValue":"3"},{}]}"""], Rows(second));
        Assert.Null(second["NextToken"]);
        Assert.Equal(
            ["n integer", "s varchar"],
            second["ResultSet"]!["ResultSetMetadata"]!["ColumnInfo"]!.AsArray().Select(column => $"{column!["Name"]} {column["Type"]}"));

        static IEnumerable<string> Rows(JsonNode page) => page["ResultSet"]!["Rows"]!.AsArray().Select(row => row!.ToJsonString());
    }

    [Fact]
    public async Task A_query_without_rows_or_without_columns_has_results_too()
    {
        await using var served = await Served.StartAsync();
        var none = await Queries.RunAsync(served, "SELECT store_id FROM inventory");
        var tables = await Queries.RunAsync(served, "SHOW TABLES");

        Assert.Equal(["""{"Data":[{"VarCharValue":"store_id"}]}"""], await RowsAsync(none));
        Assert.Equal(
            ["depots", "dispatches", "distances", "inventory", "price_list", "stores", "telemetry", "visits"],
            (await RowsAsync(tables)).Select(row => (string)JsonNode.Parse(row)!["Data"]![0]!["VarCharValue"]!));

        async Task<IReadOnlyList<string>> RowsAsync(string id)
        {
            var results = await served.CallAsync("AmazonAthena.GetQueryResults", $$"""{"QueryExecutionId":"{{id}}"}""");
            return [.. results["ResultSet"]!["Rows"]!.AsArray().Select(row => row!.ToJsonString())];
        }
    }

    [Fact]
    public async Task A_failed_query_says_why_and_has_no_results()
    {
        await using var served = await Served.StartAsync();
        var id = await Queries.RunAsync(served, "SELECT nothing FROM inventory");

        var query = await served.CallAsync("AmazonAthena.GetQueryExecution", $$"""{"QueryExecutionId":"{{id}}"}""");
        using var results = await served.SendAsync("AmazonAthena.GetQueryResults", $$"""{"QueryExecutionId":"{{id}}"}""");

        Assert.Equal("COLUMN_NOT_FOUND: line 1:8: Column 'nothing' cannot be resolved", (string)query["QueryExecution"]!["Status"]!["StateChangeReason"]!);
        Assert.Contains(
            "Query did not finish successfully. Final query state: FAILED",
            await results.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_is_sent_again_is_the_same_query()
    {
        await using var served = await Served.StartAsync();
        const string Request = """{"QueryString":"SELECT 1","ClientRequestToken":"a-token-of-thirty-two-characters"}""";

        var first = await served.CallAsync("AmazonAthena.StartQueryExecution", Request);
        var again = await served.CallAsync("AmazonAthena.StartQueryExecution", Request);

        Assert.Equal(first.ToJsonString(), again.ToJsonString());
    }

    [Fact]
    public async Task A_token_that_was_used_for_another_query_is_refused()
    {
        await using var served = await Served.StartAsync();
        await served.CallAsync(
            "AmazonAthena.StartQueryExecution", """{"QueryString":"SELECT 1","ClientRequestToken":"a-token-of-thirty-two-characters"}""");

        using var other = await served.SendAsync(
            "AmazonAthena.StartQueryExecution", """{"QueryString":"SELECT 2","ClientRequestToken":"a-token-of-thirty-two-characters"}""");

        Assert.Equal(
            """{"__type":"InvalidRequestException","message":"Idempotent parameters do not match"}""",
            await other.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Queries_are_known_after_a_restart()
    {
        await using var served = await Served.StartAsync();
        const string Request = """{"QueryString":"SELECT 7, 'x' AS s","ClientRequestToken":"a-token-of-thirty-two-characters"}""";
        var started = await served.CallAsync("AmazonAthena.StartQueryExecution", Request);
        await served.Stage.Athena.WaitAsync((string)started["QueryExecutionId"]!, TestContext.Current.CancellationToken);
        await Queries.RunAsync(served, "SELECT nothing FROM inventory");
        var before = await AllAsync();

        await served.RestartAsync();

        Assert.Equal(before, await AllAsync());
        Assert.Equal(started.ToJsonString(), (await served.CallAsync("AmazonAthena.StartQueryExecution", Request)).ToJsonString());

        async Task<IReadOnlyList<string>> AllAsync()
        {
            var listed = await served.CallAsync("AmazonAthena.ListQueryExecutions");
            var ids = listed["QueryExecutionIds"]!.AsArray().Select(id => (string)id!).ToList();
            var answers = new List<string>(ids);
            foreach (var id in ids)
            {
                answers.Add((await served.CallAsync("AmazonAthena.GetQueryExecution", $$"""{"QueryExecutionId":"{{id}}"}""")).ToJsonString());
            }

            answers.Add((await served.CallAsync("AmazonAthena.GetQueryResults", started.ToJsonString())).ToJsonString());
            return answers;
        }
    }

    [Fact]
    public async Task A_query_under_way_fails_with_its_server()
    {
        await using var served = await Served.StartAsync();
        var started = await served.CallAsync("AmazonAthena.StartQueryExecution", Endless);

        await served.RestartAsync();

        var status = (await served.CallAsync("AmazonAthena.GetQueryExecution", started.ToJsonString()))["QueryExecution"]!["Status"]!;
        Assert.Equal(
            ("FAILED", "SERVER_SHUTTING_DOWN: The process that ran the query ended before it did. Start the query again."),
            ((string)status["State"]!, (string)status["StateChangeReason"]!));
    }

    [Fact]
    public async Task A_query_can_be_stopped()
    {
        await using var served = await Served.StartAsync();
        var id = (string)(await served.CallAsync(
            "AmazonAthena.StartQueryExecution", Endless))["QueryExecutionId"]!;

        while ((string)(await served.CallAsync("AmazonAthena.GetQueryExecution", $$"""{"QueryExecutionId":"{{id}}"}"""))["QueryExecution"]!["Status"]!["State"]! == "QUEUED")
        {
            // Its place comes at once: nothing else runs.
        }

        await served.CallAsync("AmazonAthena.StopQueryExecution", $$"""{"QueryExecutionId":"{{id}}"}""");

        var ended = await served.Stage.Athena.WaitAsync(id, TestContext.Current.CancellationToken);
        Assert.Equal((QueryState.Cancelled, "Query cancelled by user"), (ended.State, ended.StateChangeReason));
    }
}
