using System.Text.Json.Nodes;
using AwsFakes;

namespace StoreApp.Tests;

public sealed class QueryTests
{
    private readonly FakeAthena athena = new();

    [Fact]
    public async Task Rows_of_all_pages_are_a_table_with_numbers_to_the_right()
    {
        using var app = new CommandLine(athena.Answer) { Input = "SELECT * FROM shortages WHERE d = ? AND n = ?" };

        var code = await app.RunAsync("query", "-", "--workgroup", "w", "--database", "lake", "-p", "'2026-11-20'", "-p", "2");

        Assert.Equal(0, code);
        Assert.Equal(
            """
            store  on_hand  low
            -----  -------  -----
            S1           3  true
            S22        120  false
            "x",

            """,
            app.Output);
        Assert.Equal("q1 scanned 4,096 bytes.\n", app.Error);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse(
                """
                {
                  "QueryString": "SELECT * FROM shortages WHERE d = ? AND n = ?",
                  "ExecutionParameters": ["'2026-11-20'", "2"],
                  "WorkGroup": "w",
                  "QueryExecutionContext": {"Database": "lake"}
                }
                """),
            athena.Started));
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)], app.Clock.Waits);
    }

    [Fact]
    public async Task As_CSV_text_is_quoted_where_it_must_be_and_NULL_is_empty()
    {
        using var app = new CommandLine(athena.Answer) { Input = "SELECT 1" };

        await app.RunAsync("query", "-", "--workgroup", "w", "--output", "csv");

        Assert.Equal("store,on_hand,low\nS1,3,true\nS22,120,false\n\"\"\"x\"\",\",,\n", app.Output);
    }

    [Fact]
    public async Task As_JSON_numbers_are_numbers_and_NULL_is_null()
    {
        using var app = new CommandLine(athena.Answer) { Input = "SELECT 1" };

        await app.RunAsync("query", "-", "--workgroup", "w", "--output", "json");

        Assert.Equal(
            """
            [
              {"store": "S1", "on_hand": 3, "low": true},
              {"store": "S22", "on_hand": 120, "low": false},
              {"store": "\"x\",", "on_hand": null, "low": null}
            ]

            """,
            app.Output);
        Assert.Equal(3, JsonNode.Parse(app.Output)!.AsArray().Count);
    }

    [Fact]
    public async Task The_answer_to_a_statement_that_is_no_SELECT_has_no_header_to_leave_out()
    {
        athena.Kind = "UTILITY";
        using var app = new CommandLine(athena.Answer) { Input = "SHOW TABLES" };

        await app.RunAsync("query", "-", "--workgroup", "w", "--output", "csv");

        Assert.StartsWith("store,on_hand,low\nstore,on_hand,low\nS1,3,true\n", app.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_that_fails_is_one_sentence()
    {
        athena.End = "FAILED";
        using var app = new CommandLine(athena.Answer) { Input = "SELECT" };

        Assert.Equal(2, await app.RunAsync("query", "-", "--workgroup", "w"));

        Assert.Equal("FAILED: SYNTAX_ERROR: line 1:7\n", app.Error);
        Assert.Equal("", app.Output);
    }

    [Fact]
    public async Task A_query_that_nobody_waits_for_any_more_is_stopped()
    {
        CommandLine? interrupted = null;
        using var app = interrupted = new CommandLine((operation, input) =>
        {
            if (operation == "GetQueryExecution")
            {
                interrupted!.Interrupt.Cancel();
            }

            return athena.Answer(operation, input);
        })
        {
            Input = "SELECT 1",
        };

        Assert.Equal(130, await app.RunAsync("query", "-", "--workgroup", "w"));

        Assert.True(athena.IsStopped);
        Assert.Equal("Stopped. The query was ended, unless it had succeeded already.\n", app.Error);
    }

    private sealed class FakeAthena
    {
        private static readonly string?[][] Rows =
        [
            ["store", "on_hand", "low"], ["S1", "3", "true"], ["S22", "120", "false"], ["\"x\",", null, null],
        ];

        private int asked;

        public string End { get; set; } = "SUCCEEDED";

        public string Kind { get; set; } = "DML";

        public JsonObject? Started { get; private set; }

        public bool IsStopped { get; private set; }

        public JsonObject Answer(string operation, JsonObject input) => operation switch
        {
            "StartQueryExecution" => Start(input),
            "GetQueryExecution" => new() { ["QueryExecution"] = Query() },
            "GetQueryResults" => Page(input),
            "StopQueryExecution" => Stop(input),
            _ => throw new ServiceException("UnknownOperationException", operation),
        };

        private static JsonObject Page(JsonObject input)
        {
            var from = int.Parse(input["NextToken"]?.GetValue<string>() ?? "0", null);
            var page = new JsonObject
            {
                ["ResultSet"] = new JsonObject
                {
                    ["Rows"] = new JsonArray([.. Rows.Skip(from).Take(2).Select(row => (JsonNode)Row(row))]),
                    ["ResultSetMetadata"] = JsonNode.Parse(
                        """{"ColumnInfo": [{"Name": "store", "Type": "varchar"}, {"Name": "on_hand", "Type": "bigint"}, {"Name": "low", "Type": "boolean"}]}"""),
                },
            };
            if (from + 2 < Rows.Length)
            {
                page["NextToken"] = $"{from + 2}";
            }

            return page;
        }

        private static JsonObject Row(string?[] values) => new()
        {
            ["Data"] = new JsonArray([.. values.Select(value => (JsonNode)(value is null ? [] : new JsonObject { ["VarCharValue"] = value }))]),
        };

        private JsonObject Start(JsonObject input)
        {
            Started = input.DeepClone().AsObject();
            Started.Remove("ClientRequestToken");
            return new() { ["QueryExecutionId"] = "q1" };
        }

        private JsonObject Stop(JsonObject input)
        {
            IsStopped = input["QueryExecutionId"]!.GetValue<string>() == "q1";
            return [];
        }

        private JsonObject Query() => new()
        {
            ["QueryExecutionId"] = "q1",
            ["StatementType"] = Kind,
            ["Statistics"] = new JsonObject { ["DataScannedInBytes"] = 4096 },
            ["Status"] = ++asked switch
            {
                1 => new JsonObject { ["State"] = "QUEUED" },
                2 => new JsonObject { ["State"] = "RUNNING" },
                _ => new JsonObject { ["State"] = End, ["StateChangeReason"] = "SYNTAX_ERROR: line 1:7" },
            },
        };
    }
}
